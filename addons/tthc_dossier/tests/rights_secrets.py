"""Doors around the record rules: fields that not every reader sees, files, messages, links."""

from functools import partial

from .rights_doors import NOT_PLAIN


def field_doors(record, name):
    """Ways to learn what a field of a record holds, which may otherwise be read: calls by name."""
    model, known = record.browse(), [("id", "=", record.id)]
    return {
        "read": lambda: record.read([name]),
        "web_read": lambda: record.web_read({name: {}}),
        "search": lambda: model.search([(name, "!=", False), *known]),
        "search_count": lambda: model.search_count([(name, "!=", False), *known]),
        "web_search_read": lambda: model.web_search_read(known, {name: {}}),
        "order": lambda: model.search(known, order=name),
        "read_group": lambda: model._read_group(known, [name]),
        "formatted_read_group": lambda: model.formatted_read_group(known, [name]),
        "web_read_group": lambda: model.web_read_group(known, [name], ["__count"]),
        "count_distinct": lambda: model.formatted_read_group(
            known, aggregates=[f"{name}:count_distinct"]
        ),
        "export": lambda: record.export_data([name]),
        "write": lambda: record.write({name: record.sudo()[name]}),
    }


def link_doors(record, link, name):
    """Ways to learn it from a record that points there: domain, export, nested reading."""
    model, known = record.browse(), [("id", "=", record.id)]
    return {
        "domain": lambda: model.search([(f"{link}.{name}", "!=", False), *known]),
        "any": lambda: model.search([(link, "any", [(name, "!=", False)]), *known]),
        "order": lambda: model.search(known, order=f"{link}.{name}"),
        "export": lambda: record.export_data([f"{link}/{name}"]),
        "web_read": lambda: record.web_read({link: {"fields": {name: {}}}}),
        "group": lambda: model.formatted_read_group(known, [f"{link}.{name}"]),
    }


class Secrets:
    """Tries the doors of this file; refusals and findings are those of the attempts."""

    def __init__(self, world, attempts):
        self.world, self.attempts = world, attempts
        self.declared = world.declarations

    def may_see(self, role, model, name):
        wanted = self.declared.hidden[model][name].split()
        return bool(self.declared.roles_of(role) & set(wanted))

    def hidden_fields(self, role, user):
        """Every hidden field is shut to who reads the record and has not the role."""
        for model, names in self.declared.hidden.items():
            samples = self.world.samples[model]
            mine = [row for row in samples if self.declared.may(role, user, "read", row)]
            for sample in mine[:1]:
                record = sample.record.with_user(user)
                for name in names:
                    shut = not self.may_see(role, model, name)
                    self._try(user, record, field_doors(record, name), name, shut)
                    if shut and name in record.fields_get():
                        self.attempts.say(user, "fields_get", record, f"lists {name}")

    def hidden_by_link(self, role, user):
        """Nor is it told by records that point there."""
        for model, names in self.declared.hidden.items():
            for source, samples in self.world.samples.items():
                link = self._link(source, model)
                mine = [row for row in samples if self.declared.may(role, user, "read", row)]
                if not (link and mine):
                    continue
                record = mine[0].record.with_user(user)
                for name in names:
                    if not self.may_see(role, model, name):
                        self._try(user, record, link_doors(record, link, name), name, True)

    def _link(self, source, model):
        """A stored many2one of ``source`` to ``model``, if there is one."""
        for name, column in self.world.env[source]._fields.items():
            if column.type == "many2one" and column.store and column.comodel_name == model:
                return name
        return None

    def _try(self, user, record, doors, name, shut):
        for door, call in doors.items():
            refused, answer = self.attempts.outcome(call, undo=door == "write")
            what = f"{door} of {name}"
            if shut and not refused and self._tells(answer):
                self.attempts.say(user, what, record, f"is open: {answer}")
            plain = record._fields[name].type not in NOT_PLAIN if name in record._fields else False
            if not shut and plain and door == "read" and refused:
                self.attempts.say(user, what, record, f"is refused: {answer}")

    @staticmethod
    def _tells(answer):
        """An answer that is an error of another kind, or has no value in it, tells nothing."""
        if isinstance(answer, dict) and "datas" in answer:
            return any(cell for row in answer["datas"] for cell in row)
        return bool(answer) and not isinstance(answer, Exception)

    # Links to what is not theirs ------------------------------------------------------------------

    def borrowed(self, role, user):
        """A record of one's own cannot be made to point at somebody else's and then tell what
        that one holds, nor be hung below it for good."""
        for model, samples in self.world.samples.items():
            if not model.startswith("tthc."):
                continue
            mine = [row for row in samples if self.declared.may(role, user, "write", row)]
            for sample in mine[:1]:
                for name, column in sample.record._fields.items():
                    if column.type == "many2one" and column.store and not column.related:
                        self._point(role, user, sample, name, column.comodel_name)

    def _point(self, role, user, sample, name, target):
        others = [
            row
            for row in self.world.samples.get(target, ())
            if row.secrets and not self.declared.may(role, user, "read", row)
        ]
        record = sample.record.with_user(user)
        for other in others[:1]:
            refused, answer = self.attempts.outcome(
                partial(self._point_and_read, record, name, other.record.id)
            )
            told = [secret for secret in other.secrets if secret and secret in str(answer)]
            if told and not refused:
                self.attempts.say(user, f"write of {name}", record, f"tells {told}: {answer}")

    @staticmethod
    def _point_and_read(record, name, target):
        record.write({name: target})
        record.flush_recordset()
        record.invalidate_recordset()
        record.check_access("write")
        plain = [
            key
            for key, column in record.fields_get(attributes=["type"]).items()
            if column["type"] in ("char", "text", "html", "selection", "monetary")
            and key != "display_name"
        ]
        return record.read(plain)

    def moved(self, role, user):
        """A record of one's own cannot be written into another centre, agency or dossier."""
        for model, samples in self.world.samples.items():
            if not model.startswith("tthc."):
                continue
            mine = [row for row in samples if self.declared.may(role, user, "write", row)]
            others = [row for row in samples if row not in mine]
            if not (mine and others):
                continue
            for name, column in mine[0].record._fields.items():
                if column.type == "many2one" and column.store and not column.related:
                    self._move(user, mine[0].record, name, others[0].record)

    def _move(self, user, record, name, other):
        target = other[name]
        if not target or target == record[name]:
            return
        mine = record.with_user(user)
        refused, answer = self.attempts.outcome(
            partial(self._write_and_look, mine, name, target.id)
        )
        if not refused and answer is False:
            self.attempts.say(user, f"write of {name}", record, f"moves it to {target}")

    @staticmethod
    def _write_and_look(record, name, target):
        record.write({name: target})
        record.flush_recordset()
        record.invalidate_recordset()
        return record.has_access("write")
