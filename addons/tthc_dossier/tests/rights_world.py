"""What every addon declares about rights, and the people and records to try it on.

Each addon has a ``tests/rights.py`` with some of these names; they are added up over all addons
that are installed:

``ROLES``    role → group
``IMPLIES``  role → roles that it holds as well
``ROWS``     model → role → what the role may do: words of ``r`` (read), ``c`` (create), ``w``
             (write), ``u`` (unlink), each with ``@scope`` where it is not every record
``SCOPES``   scope → function of a user and a :class:`Sample`: is it within the scope?
``METHODS``  model → public method → who may call it: ``read`` (whoever reads the record),
             ``engine`` (whoever reads it; the method itself says whose turn it is), or roles as
             in ROWS without letters
``ARGUMENTS`` model → method → keyword arguments of the attempt
``HIDDEN``   model → field → roles that may see it, of the fields that not every reader sees
``WRITES``   model → values of the attempt to write, where the first plain field does not do
``VALUES``   model → function of the world and a sample: values of the attempt to create
``make``     function of the :class:`World`: adds samples of the addon's models
"""

import importlib.util
from dataclasses import dataclass, field

from odoo import models
from odoo.tests import new_test_user

OPERATIONS = {"r": "read", "c": "create", "w": "write", "u": "unlink"}

#: Roles of people outside, and of colleagues who have nothing to do with the centre.
OUTSIDE = {
    "public": "base.group_public",
    "portal": "base.group_portal",
    "employee": "base.group_user",
}

BASE_SCOPES = {
    "all": lambda user, sample: True,
    "centre": lambda user, sample: bool(sample.centres & user.company_ids),
    "agency": lambda user, sample: bool(sample.agencies & user.tthc_agency_ids),
    "person": lambda user, sample: user.partner_id in sample.people,
    "own": lambda user, sample: sample.creator == user,
}


@dataclass(eq=False)
class Sample:
    """A record to try the doors on, and the facts that the scopes look at.

    ``secrets``: texts of it that nobody may learn who does not read it.
    """

    record: object
    centres: object
    agencies: object
    people: object
    creator: object
    tags: frozenset = frozenset()
    secrets: tuple = field(default=())


class Declarations:
    """The ``tests/rights.py`` of all installed addons, added up."""

    def __init__(self, env):
        self.roles, self.implies, self.scopes = dict(OUTSIDE), {}, dict(BASE_SCOPES)
        self.rows, self.methods, self.arguments = {}, {}, {}
        self.hidden, self.writes, self.values, self.makers = {}, {}, {}, []
        installed = env["ir.module.module"].search(
            [("state", "=", "installed"), ("name", "=like", "tthc\\_%")]
        )
        # What an addon builds on comes before it.
        below = {
            addon.name: len(addon.upstream_dependencies(exclude_states=("uninstallable",)))
            for addon in installed
        }
        for addon in sorted(below, key=lambda name: (below[name], name)):
            name = f"odoo.addons.{addon}.tests.rights"
            if importlib.util.find_spec(name):
                self._add(importlib.import_module(name))

    def _add(self, module):
        self.roles.update(getattr(module, "ROLES", {}))
        self.scopes.update(getattr(module, "SCOPES", {}))
        self.writes.update(getattr(module, "WRITES", {}))
        self.values.update(getattr(module, "VALUES", {}))
        for role, more in getattr(module, "IMPLIES", {}).items():
            self.implies[role] = (*self.implies.get(role, ()), *more)
        for name in ("rows", "methods", "arguments", "hidden"):
            known = getattr(self, name)
            for model, entries in getattr(module, name.upper(), {}).items():
                known.setdefault(model, {}).update(entries)
        if hasattr(module, "make"):
            self.makers.append(module.make)

    def roles_of(self, role):
        """``role`` and the roles that it holds as well."""
        found = {role}
        for implied in self.implies.get(role, ()):
            found |= self.roles_of(implied)
        return found

    def grants(self, role, model):
        """``{(operation, scope)}`` of a role on a model."""
        row = self.rows.get(model, {})
        grants = set()
        for name in self.roles_of(role):
            for word in row.get(name, "").split():
                letters, _at, scope = word.partition("@")
                grants |= {(OPERATIONS[letter], scope or "all") for letter in letters}
        return grants

    def may(self, role, user, operation, sample):
        """Whether ``user`` in ``role`` may do ``operation`` on the record of ``sample``."""
        return any(
            granted == operation and self.scopes[scope](user, sample)
            for granted, scope in self.grants(role, sample.record._name)
        )

    def may_call(self, role, user, method, sample):
        """Whether the method is declared for ``user`` in ``role`` on the record of ``sample``."""
        who = self.methods[sample.record._name][method]
        if who in ("read", "engine"):
            return self.may(role, user, "read", sample)
        words = dict(word.partition("@")[::2] for word in who.split())
        return any(
            self.scopes[words[name] or "all"](user, sample)
            for name in self.roles_of(role)
            if name in words
        )

    def describe(self, role, model):
        """What the role may do on the model, as words: ``read write@centre``."""
        return " ".join(
            operation if scope == "all" else f"{operation}@{scope}"
            for operation in OPERATIONS.values()
            for granted, scope in sorted(self.grants(role, model))
            if granted == operation
        )


class World:
    """Two centres, three agencies, two citizens, one person of every role, and samples of every
    model: for each something that is theirs and something that is not."""

    def __init__(self, case):
        self.env = case.env(context={**case.env.context, "tracking_disable": True})
        self.case = case
        self.declarations = Declarations(self.env)
        self.samples = {}
        self.users = {}
        for role, group in self.declarations.roles.items():
            self.users[role] = self._user(role, group)
        self.citizen = self.users["portal"].partner_id
        for make in self.declarations.makers:
            make(self)

    def _user(self, role, group):
        case, outside = self.case, role in ("public", "portal")
        groups = group if outside else f"{group},base.group_allow_export"
        company = case.centre
        return new_test_user(
            self.env,
            f"rights.{role}",
            groups=groups,
            email=f"{role}@rights.example",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tthc_agency_ids=[] if outside else [(6, 0, case.justice.ids)],
        )

    # Samples --------------------------------------------------------------------------------------

    def add(self, record, centre=None, agencies=(), people=(), creator=None, tags=(), secrets=()):
        """Take records as samples; what they are about is told by the other arguments."""
        for one in record.with_env(self.env):
            self.samples.setdefault(one._name, []).append(
                Sample(
                    one,
                    centre or self.env["res.company"],
                    self.env["tthc.agency"].union(*agencies),
                    self.env["res.partner"].union(*people),
                    creator or self.env["res.users"],
                    frozenset(tags),
                    tuple(secrets),
                )
            )
        return record

    def add_below(self, model, link="dossier_id", **values):
        """Take one record of ``model`` below each sample of the model that ``link`` points to;
        it is about the same people and places. Where there is none and ``values`` are given, it
        is made of them, though not for a draft."""
        parents = self.env[model]._fields[link].comodel_name
        for parent in list(self.samples[parents]):
            row = self.env[model].search([(link, "=", parent.record.id)], limit=1)
            if not row and values and "draft" not in parent.tags:
                row = self.new(model, **{link: parent.record.id}, **values)
            if row:
                facts = Sample(**{**vars(parent), "record": row, "secrets": ()})
                self.samples.setdefault(model, []).append(facts)

    def add_any(self, *models):
        """Take a record of each model, whichever there is, or else made of plain values."""
        for model in models:
            records = self.env[model].with_context(active_test=False)
            self.add(records.search([], limit=1) or self.new(model))

    def add_sheet(self, model, role, **values):
        """Take a dialog that somebody of ``role`` has open."""
        user = self.users[role]
        sheets = self._opened(model).with_user(user).sudo()
        return self.add(sheets.create(self.plain_values(model, **values)), creator=user)

    def _opened(self, model):
        """``model`` as it is opened from a list of dossiers."""
        chosen = [sample.record.id for sample in self.samples.get("tthc.dossier", ())[:1]]
        return self.env[model].with_context(active_model="tthc.dossier", active_ids=chosen)

    def record(self, model):
        """Any sample of ``model``."""
        return self.samples[model][0].record

    def new(self, model, **values):
        return self.env[model].create(self.plain_values(model, **values))

    def plain_values(self, model, **values):
        """``values`` and something for every other field that must be filled in."""
        given = self._opened(model).default_get(list(self.env[model]._fields))
        for name, column in self.env[model]._fields.items():
            filled = name in values or given.get(name) or column.related or column.precompute
            if filled or not column.required:
                continue
            if column.type == "many2one":
                values[name] = self._any(column.comodel_name).id
            elif column.type == "selection":
                values[name] = column.get_values(self.env)[0]
            elif column.type in ("date", "datetime"):
                values[name] = "2026-03-09"
            elif column.type == "json":
                values[name] = []
            elif column.type in ("char", "text", "binary"):
                values[name] = "QUJD"
            elif column.type in ("integer", "float", "monetary"):
                values[name] = 1
        return values

    def _any(self, model):
        if model in self.samples:
            return self.record(model)
        return self.env[model].search([], limit=1)

    def like(self, sample):
        """Values to create another record that is about the same as ``sample``."""
        record = sample.record
        if record._name in self.declarations.values:
            return self.declarations.values[record._name](self, sample)
        values = {}
        for name, column in record._fields.items():
            needed = column.store and column.required and not column.related
            if needed and name not in models.MAGIC_COLUMNS:
                value = record[name]
                values[name] = value.id if column.type == "many2one" else value
                if column.type == "char" and not column.size:
                    values[name] = f"{value} 2"
        return values


def installed_models(env):
    """Names of our own models that hold records."""
    return sorted(
        name
        for name, model in env.registry.items()
        if name.startswith("tthc.") and not model._abstract
    )
