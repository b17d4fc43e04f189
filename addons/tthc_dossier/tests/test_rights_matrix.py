"""The rights matrix: model × role × operation × door.

Every model of the suite and every method of it that can be called from outside has a row in the
``tests/rights.py`` of its addon; one without fails here. The table is printed and kept in the
folder of the test logs.
"""

import inspect
import logging
from pathlib import Path

from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import config

from .common import DossierCommon
from .rights_doors import Attempts, plain_write
from .rights_papers import Papers
from .rights_secrets import Secrets
from .rights_world import World, installed_models

_logger = logging.getLogger(__name__)

#: Whose methods every model has; the doors try them.
FRAMEWORK = ("mail.thread", "mail.activity.mixin", "portal.mixin")


@tagged("post_install", "-at_install")
class TestRightsMatrix(DossierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_deputy = cls.other_receptionist.copy({"login": "t.tiepnhan3"})
        cls.world = World(cls)
        cls.declared = cls.world.declarations
        cls.attempts = Attempts(cls.world.env)
        cls.secrets = Secrets(cls.world, cls.attempts)
        cls.world.env.flush_all()

    @classmethod
    def tearDownClass(cls):
        _logger.info("rights matrix: %s attempts", cls.attempts.count)
        with cls.table_path().open("a", encoding="utf-8") as table:
            table.write(f"{cls.attempts.count} attempts\n")
        super().tearDownClass()

    @staticmethod
    def table_path():
        return Path(config["screenshots"]).parent / "rights_matrix.txt"

    def setUp(self):
        super().setUp()
        self.attempts.wrong = []

    def report(self):
        """Fail with every finding at once."""
        wrong = self.attempts.wrong
        if wrong:
            self.fail(f"{len(wrong)} findings:\n" + "\n".join(wrong))

    def everybody(self):
        """``(role, user)``"""
        return self.world.users.items()

    def theirs(self, role, user, operation, samples):
        may = self.declared.may
        return [sample for sample in samples if may(role, user, operation, sample)]

    # Completeness ---------------------------------------------------------------------------------

    def test_every_model_has_a_row(self):
        models = set(installed_models(self.env))
        self.assertEqual(models - set(self.declared.rows), set(), "models without a row")
        self.assertEqual(self._rows_of_ours() - models, set(), "rows without a model")
        self.assertEqual(models - set(self.world.samples), set(), "models without a sample")

    def _rows_of_ours(self):
        return {model for model in self.declared.rows if model.startswith("tthc.")}

    def test_every_guarded_field_has_a_row(self):
        """Fields that not every reader sees are declared with who does."""
        found = {
            (model, name)
            for model, cls in self.env.registry.items()
            if not cls._abstract
            for name, column in cls._fields.items()
            if column.groups and (column._module or "").startswith("tthc_")
        }
        declared = {(model, name) for model, row in self.declared.hidden.items() for name in row}
        self.assertEqual(found - declared, set(), "guarded fields without a row")

    def test_every_public_method_has_a_row(self):
        found = {
            (model, name) for model in self.env.registry for name in self._public_methods(model)
        }
        declared = {(model, name) for model, rows in self.declared.methods.items() for name in rows}
        self.assertEqual(found - declared, set(), "methods without a row")
        self.assertEqual(declared - found, set(), "rows without a method")

    def _public_methods(self, model):
        """Names of the methods that our addons give a model and that RPC may call."""
        cls = self.env.registry[model]
        if cls._abstract:
            return set()
        framework = set(dir(BaseModel)).union(
            *(vars(base) for name in FRAMEWORK for base in self.env.registry[name].__mro__)
        )
        names = {
            name
            for base in cls.__mro__
            if base.__module__.startswith("odoo.addons.tthc_")
            for name, value in vars(base).items()
            if inspect.isroutine(getattr(value, "__func__", value)) and not name.startswith("_")
        }
        return {
            name
            for name in names - framework
            if not any(
                getattr(getattr(base, name, None), "_api_private", False) for base in cls.__mro__
            )
        }

    def test_rows_with_a_place_have_something_to_refuse(self):
        """Somebody sees one sample of each model that belongs to a place, and not another."""
        for model, samples in self.world.samples.items():
            scopes = {
                scope
                for role in self.world.users
                for operation, scope in self.declared.grants(role, model)
                if operation == "read"
            }
            if not scopes & {"centre", "agency", "person"}:
                continue
            seen = [
                len(self.theirs(role, user, "read", samples)) for role, user in self.everybody()
            ]
            self.assertTrue(any(0 < count < len(samples) for count in seen), model)

    # Doors ----------------------------------------------------------------------------------------

    def test_lists(self):
        for samples in self.world.samples.values():
            for role, user in self.everybody():
                mine = self.theirs(role, user, "read", samples)
                self.attempts.lists(user, samples, mine)
        self.report()

    def test_reading(self):
        for samples in self.world.samples.values():
            for role, user in self.everybody():
                mine = self.theirs(role, user, "read", samples)
                self.attempts.reads(user, samples, mine)
        self.report()

    def test_writing(self):
        for model, samples in self.world.samples.items():
            for role, user in self.everybody():
                mine = self.theirs(role, user, "write", samples)
                done = [
                    self.attempts.writes(user, sample, sample in mine, self._written(sample))
                    for sample in self.tried(user, "write", samples)
                ]
                if mine and not any(done):
                    self.attempts.say(user, "write", model, "never succeeds")
        self.report()

    def tried(self, user, operation, samples):
        """All samples; where the model as a whole is closed to ``user``, one of them."""
        model = self.world.env[samples[0].record._name].with_user(user)
        return samples if model.has_access(operation) else samples[:1]

    def _written(self, sample):
        model = sample.record._name
        return self.declared.writes.get(model) or plain_write(sample.record)

    def test_creating(self):
        for model, samples in self.world.samples.items():
            if not self.env[model]._auto:
                continue
            values = {sample: self.world.like(sample) for sample in samples}
            for role, user in self.everybody():
                mine = self.theirs(role, user, "create", samples)
                # A dialog that one opens is one's own, whatever it is like.
                own = ("create", "own") in self.declared.grants(role, model)
                for sample in mine if own else self.tried(user, "create", samples):
                    self.attempts.creates(user, sample, sample in mine, values[sample])
        self.report()

    def test_deleting(self):
        for samples in self.world.samples.values():
            for role, user in self.everybody():
                mine = self.theirs(role, user, "unlink", samples)
                for sample in self.tried(user, "unlink", samples):
                    self.attempts.unlinks(user, sample, sample in mine)
        self.report()

    def test_copying(self):
        for samples in self.world.samples.values():
            for role, user in self.everybody():
                readable = self.theirs(role, user, "read", samples)
                for sample in self.tried(user, "create", samples):
                    self.attempts.copies(user, sample, sample in readable)
        self.report()

    def test_methods(self):
        for model, methods in self.declared.methods.items():
            samples = self.world.samples.get(model, ())
            for role, user in self.everybody():
                readable = self.theirs(role, user, "read", samples)
                for method in methods:
                    arguments = self.declared.arguments.get(model, {}).get(method, {})
                    for sample, allowed in self._some(role, user, method, samples):
                        rights = (allowed, sample in readable)
                        self.attempts.calls(user, sample, method, rights, arguments)
        self.report()

    def _some(self, role, user, method, samples):
        """One sample that the call is theirs for, and one that it is not."""
        allowed = [row for row in samples if self.declared.may_call(role, user, method, row)]
        others = [row for row in samples if row not in allowed]
        return [*((row, True) for row in allowed[:1]), *((row, False) for row in others[-1:])]

    # Around the rules -----------------------------------------------------------------------------

    def test_hidden_fields(self):
        for role, user in self.everybody():
            self.secrets.hidden_fields(role, user)
            self.secrets.hidden_by_link(role, user)
        self.report()

    def test_links_to_what_is_not_theirs(self):
        for role, user in self.everybody():
            self.secrets.borrowed(role, user)
            self.secrets.moved(role, user)
        self.report()

    def test_files_and_talk(self):
        papers = Papers(self.world, self.attempts)
        for role, user in self.everybody():
            papers.try_all(role, user)
            papers.reports(role, user)
        self.report()

    # The table ------------------------------------------------------------------------------------

    def test_table(self):
        """Print the matrix."""
        roles = list(self.world.users)
        lines = ["Rights: what each role may do; @ is the scope; empty: nothing.", ""]
        for model in sorted(self.declared.rows):
            lines.append(model)
            lines += [
                f"    {role:<14}{self.declared.describe(role, model)}"
                for role in roles
                if self.declared.describe(role, model)
            ]
            lines += [
                f"    {method}(): {who}"
                for method, who in sorted(self.declared.methods.get(model, {}).items())
            ]
        lines += ["", f"{len(self.declared.rows)} models, {len(roles)} roles"]
        text = "\n".join(lines)
        path = self.table_path()
        path.write_text(text + "\n", encoding="utf-8")
        _logger.info("%s\n(kept in %s)", text, path)
        self.assertIn("tthc.dossier", text)
