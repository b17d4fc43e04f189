"""The doors through which a person reaches records, each tried for what is theirs and what is not.

Every door is a function of an attempt: it returns the ids that it gave away, or raises.
"""

import inspect
from contextlib import contextmanager
from functools import partial

from psycopg2 import Error as DatabaseError

from odoo import models
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

REFUSED = "refused"
#: Kinds of fields that are rows of other models, with rights of their own, or costly to read.
NOT_PLAIN = ("binary", "one2many", "many2many")


def _domain(samples):
    return [("id", "in", [sample.record.id for sample in samples])]


# Doors that answer for many records: ids found among the samples --------------------------------


def search(records, samples):
    return records.search(_domain(samples)).ids


def search_read(records, samples):
    return [row["id"] for row in records.search_read(_domain(samples), ["id"])]


def search_fetch(records, samples):
    return records.search_fetch(_domain(samples), ["display_name"]).ids


def web_search_read(records, samples):
    found = records.web_search_read(_domain(samples), {"display_name": {}})
    return [row["id"] for row in found["records"]]


def name_search(records, samples):
    return [row[0] for row in records.name_search("", domain=_domain(samples), limit=None)]


def name_search_by_name(records, samples):
    found = []
    for sample in samples:
        name = sample.record.display_name or ""
        rows = records.name_search(name, domain=_domain([sample]), operator="=", limit=None)
        found += [row[0] for row in rows]
    return found


LISTS = (search, search_read, search_fetch, web_search_read, name_search)
#: Doors that need not find what is theirs, since the name may be composed.
GUESSES = (name_search_by_name,)


# Doors that answer with a number -----------------------------------------------------------------


def search_count(records, samples):
    return records.search_count(_domain(samples))


def read_group(records, samples):
    return records._read_group(_domain(samples), aggregates=["__count"])[0][0]


def formatted_read_group(records, samples):
    rows = records.formatted_read_group(_domain(samples), aggregates=["__count"])
    return sum(row["__count"] for row in rows)


def web_read_group(records, samples):
    groupby = next(
        name
        for name, column in records._fields.items()
        if column.store and column.type in ("many2one", "char", "selection") and not column.groups
    )
    groups = records.web_read_group(_domain(samples), [groupby], ["__count"])["groups"]
    return sum(row["__count"] for row in groups)


COUNTS = (search_count, read_group, formatted_read_group, web_read_group)


# Doors that open on one record -------------------------------------------------------------------


def read(records):
    return records.read(["id", "display_name"])


def read_every_field(records):
    readable = records.fields_get(attributes=["type"])
    plain = [name for name, column in readable.items() if column["type"] not in NOT_PLAIN]
    return records.read(plain)


def web_read(records):
    return records.web_read({"display_name": {}})


def export(records):
    return records.export_data([".id", "display_name"])["datas"]


READS = (read, read_every_field, web_read, export)


def plain_write(record):
    """A value that changes nothing: what the first plain field holds already."""
    record = record.sudo()
    names = [
        name
        for name, column in record._fields.items()
        if column.store and name not in models.MAGIC_COLUMNS and not column.readonly
    ]
    for name in names:
        if record._fields[name].type in ("char", "text", "integer"):
            return {name: record[name]}
    stored = (name for name, column in record._fields.items() if column.store)
    name = names[0] if names else next(name for name in stored if name != "id")
    value = record[name]
    return {name: value.id if isinstance(value, models.BaseModel) else value}


def write(record, values):
    return record.write(values)


def web_save(record, values):
    return record.web_save(values, {"display_name": {}})


def load(record, values):
    """The import of a file; it answers with messages instead of an error."""
    [(name, value)] = list(values.items())[:1]
    column = record._fields[name]
    header = f"{name}/.id" if column.type == "many2one" else name
    answer = record.browse().load([".id", header], [[str(record.id), str(value or "")]])
    if not answer["ids"]:
        raise UserError("; ".join(message["message"] for message in answer["messages"]))
    return answer


WRITES = (write, web_save, load)


# Attempts ----------------------------------------------------------------------------------------


class Attempts:
    """Tries doors, counts the attempts and keeps what went wrong."""

    def __init__(self, env):
        self.env = env
        self.count = 0
        self.wrong = []

    def say(self, user, what, records, finding):
        role = user.login.rpartition(".")[2]
        self.wrong.append(f"{role}: {what} of {records}: {finding}")

    @contextmanager
    def undone(self, needed=True):
        """Whatever happens inside did not happen; refusals leave no line in the log."""
        self.count += 1
        loggers = ("odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db")
        with mute_logger(*loggers):
            if not needed:
                yield
                return
            savepoint = self.env.cr.savepoint()
            try:
                yield
            finally:
                savepoint.close(rollback=True)

    def outcome(self, call, undo=True):
        """``(REFUSED, error)`` for a refusal, ``(None, answer)`` else; other errors are kept as
        the answer, since they come from behind the door."""
        with self.undone(undo):
            try:
                return None, call()
            except ValidationError as error:
                return None, error
            except (AccessError, UserError, MissingError) as error:
                return REFUSED, error
            except (DatabaseError, ValueError, TypeError, KeyError, AttributeError) as error:
                return None, error

    @staticmethod
    def _shortened(doors, user, records, operation):
        """All doors; where the model as a whole is shut to a colleague, the first of them: those
        outside have tried the others."""
        shut = user._is_internal() and not records.browse().has_access(operation)
        return doors[:1] if shut else doors

    def lists(self, user, samples, mine):
        """Every list shows what is theirs and nothing else."""
        model = samples[0].record._name
        records = self.env[model].with_user(user)
        expected = {sample.record.id for sample in mine}
        for door in self._shortened(LISTS + GUESSES, user, records, "read"):
            refused, answer = self.outcome(partial(door, records, samples), undo=False)
            found = set() if refused or isinstance(answer, Exception) else set(answer)
            if isinstance(answer, Exception) and not refused:
                self.say(user, door.__name__, model, repr(answer))
            elif found - expected:
                self.say(user, door.__name__, model, f"gives away {sorted(found - expected)}")
            elif door in LISTS and expected - found:
                self.say(user, door.__name__, model, f"hides {sorted(expected - found)} {answer}")
        for door in self._shortened(COUNTS, user, records, "read"):
            refused, answer = self.outcome(partial(door, records, samples), undo=False)
            if (0 if refused else answer) != len(expected):
                self.say(user, door.__name__, model, f"{answer!r} instead of {len(expected)}")

    def reads(self, user, samples, mine):
        """Every record opens that is theirs, and no other."""
        model = self.env[samples[0].record._name].with_user(user)
        theirs = model.browse(sample.record.id for sample in mine)
        others = [sample.record.with_user(user) for sample in samples if sample not in mine]
        for door in READS:
            # Nobody outside exports, and some fields of the framework are for colleagues only.
            if theirs and (user._is_internal() or door in (read, web_read)):
                refused, answer = self.outcome(partial(door, theirs), undo=False)
                if refused or isinstance(answer, Exception):
                    self.say(user, door.__name__, theirs, f"is refused: {answer}")
            for record in others if model.has_access("read") else others[:1]:
                refused, answer = self.outcome(partial(door, record), undo=False)
                if not refused:
                    self.say(user, door.__name__, record, f"is open: {answer}")

    def writes(self, user, sample, allowed, values):
        record = sample.record.with_user(user)
        undo = record.browse().has_access("write")
        done = False
        for door in self._shortened(WRITES, user, record, "write"):
            refused, answer = self.outcome(partial(door, record, dict(values)), undo)
            done = done or not (refused or isinstance(answer, Exception))
            if allowed and isinstance(answer, AccessError):
                self.say(user, door.__name__, record, f"is refused: {answer}")
            if not allowed and not refused:
                self.say(user, door.__name__, record, f"is open: {answer}")
        return done

    def creates(self, user, sample, allowed, values):
        records = sample.record.browse().with_user(user)
        undo = records.has_access("create")
        for name, call in (
            ("create", lambda: records.create([dict(values)])),
            ("web_save of a new one", lambda: records.web_save(dict(values), {"id": {}})),
        ):
            refused, answer = self.outcome(call, undo)
            if allowed and isinstance(answer, AccessError):
                self.say(user, name, sample.record, f"is refused: {answer}")
            if not allowed and not refused:
                self.say(user, name, sample.record, f"is open: {answer}")

    def unlinks(self, user, sample, allowed):
        record = sample.record.with_user(user)
        refused, answer = self.outcome(record.unlink, record.browse().has_access("unlink"))
        if allowed and isinstance(answer, AccessError):
            self.say(user, "unlink", record, f"is refused: {answer}")
        if not allowed and not refused:
            self.say(user, "unlink", record, f"is open: {answer}")

    def copies(self, user, sample, readable):
        """What may not be read cannot be read by way of a copy."""
        record = sample.record.with_user(user)
        refused, answer = self.outcome(record.copy, record.browse().has_access("create"))
        if not readable and not refused:
            self.say(user, "copy", record, f"is open: {answer}")

    def calls(self, user, sample, method, rights, arguments):
        """A call by somebody without right changes nothing and tells nothing.

        :param rights: whether the call is theirs, and whether the record may be read
        """
        allowed, readable = rights
        parameters = inspect.signature(getattr(type(sample.record), method)).parameters
        if "note" in parameters:
            arguments = {"note": "Lý do thử", **arguments}
        record = sample.record.with_user(user)
        with written_statements(self.env.cr) as written:
            refused, answer = self.outcome(
                lambda: call_kw(record.browse(), method, [record.ids], {**arguments, "context": {}})
            )
        what = f"{method}()"
        if allowed:
            if isinstance(answer, Exception) and not isinstance(answer, UserError):
                self.say(user, what, record, f"breaks: {answer!r}")
            return answer
        if not refused and written:
            self.say(user, what, record, f"writes: {written[0][:200]}")
        told = [secret for secret in sample.secrets if secret and secret in str(answer)]
        if told and not readable:
            self.say(user, what, record, f"tells {told}: {answer}")
        return answer


@contextmanager
def written_statements(cr):
    """Statements inside that change the database."""
    written, execute = [], type(cr).execute

    def recording(cursor, query, *args, **kwargs):
        text = str(getattr(query, "code", query)).lstrip()
        if text[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            written.append(text)
        return execute(cursor, query, *args, **kwargs)

    type(cr).execute = recording
    try:
        yield written
    finally:
        type(cr).execute = execute
