"""Doors to what hangs on a record: files, messages, followers, activities, printed forms."""

from functools import partial


def file_doors(file, user):
    """Ways to reach an attachment: calls by name."""
    mine = file.with_user(user)
    files, known = mine.browse(), [("id", "=", file.id)]
    place = [("res_model", "=", file.res_model), ("res_id", "=", file.res_id)]
    return {
        "file: read": lambda: mine.read(["name"]),
        "file: raw": lambda: mine.read(["raw"]),
        "file: search": lambda: files.search(known).ids,
        "file: search by record": lambda: files.search(place).ids,
        "file: name_search": lambda: files.name_search(file.name, known),
        "file: count": lambda: files.search_count(known),
        "file: export": lambda: mine.export_data(["name"])["datas"],
        "file: copy": lambda: mine.copy().sudo().raw,
        "file: taken to oneself": lambda: mine.write({"res_model": False, "res_id": False}),
        "file: deletion": lambda: mine.unlink(),
    }


def talk_doors(record, message):
    """Ways to take part in, or to overhear, what is said about a record."""
    partner = record.env.user.partner_id
    messages = record.env["mail.message"]
    place = [("model", "=", record._name), ("res_id", "=", record.id)]
    return {
        "talk: post": lambda: record.message_post(body="Xin chào"),
        "talk: read": lambda: message.with_user(record.env.user).read(["body"]),
        "talk: search": lambda: messages.search(place).ids,
        "talk: fetch": lambda: messages.search_fetch(place, ["body"]).ids,
        "talk: follow": lambda: record.message_subscribe(partner.ids),
        "talk: note": lambda: messages.create(
            {"model": record._name, "res_id": record.id, "body": "Xin chào"}
        ),
    }


def activity_doors(record):
    values = {
        "res_model_id": record.env["ir.model"].sudo()._get_id(record._name),
        "res_id": record.id,
        "user_id": record.env.uid,
        "summary": "Việc",
    }
    return {"activity": lambda: record.env["mail.activity"].create(values)}


#: Doors that store something before it is refused.
STORED = ("talk: post", "talk: note", "talk: follow", "activity")


class Papers:
    """Tries the doors of this file on one sample that is theirs and one that is not."""

    SECRET = "Nội dung không phải của ai cũng đọc"

    def __init__(self, world, attempts):
        self.world, self.attempts = world, attempts
        self.may = world.declarations.may
        self.files, self.messages = {}, {}
        for model, samples in world.samples.items():
            if model.startswith("tthc.") and self._has_places(samples):
                self._hang(samples)

    def _has_places(self, samples):
        record = samples[0].record
        return record._auto and not record._transient and any(row.centres for row in samples)

    def _hang(self, samples):
        """A file on every sample, and a message on those that have a conversation."""
        for sample in samples:
            record = sample.record
            self.files[sample] = self.world.env["ir.attachment"].create(
                {
                    "name": f"{record._table}.txt",
                    "raw": self.SECRET.encode(),
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            if "message_ids" in record._fields:
                self.messages[sample] = record.message_post(body=self.SECRET)

    def try_all(self, role, user):
        for sample in self._pairs(role, user, self.files):
            readable = self.may(role, user, "read", sample)
            doors = file_doors(self.files[sample], user)
            self._try(user, sample, doors, readable)
            self._hang_on(role, user, sample)
        for sample in self._pairs(role, user, self.messages):
            readable = self.may(role, user, "read", sample)
            record = sample.record.with_user(user)
            self._try(user, sample, talk_doors(record, self.messages[sample]), readable)
            if "activity_ids" in record._fields:
                self._try(user, sample, activity_doors(record), readable)

    def _pairs(self, role, user, hung):
        """Of each model one sample that the user reads and one that the user does not."""
        chosen = {}
        for sample in hung:
            readable = self.may(role, user, "read", sample)
            chosen.setdefault((sample.record._name, readable), sample)
        return chosen.values()

    def _try(self, user, sample, doors, readable):
        """What hangs on a record that is theirs can be read; every other door is tried on what is
        not theirs only, since more rights decide there."""
        for name in ("file: read", "talk: read") if readable else doors:
            if name not in doors:
                continue
            refused, answer = self.attempts.outcome(doors[name], undo=name in STORED)
            if readable and refused and user._is_internal():
                self.attempts.say(user, name, sample.record, f"is refused: {answer}")
            if not readable and answer and not refused and not isinstance(answer, Exception):
                self.attempts.say(user, name, sample.record, f"is open: {answer}")

    def _hang_on(self, role, user, sample):
        """A file is hung only on what one may write, and one's own cannot be slipped there."""
        if self.may(role, user, "write", sample) or self.may(role, user, "read", sample):
            return
        files = self.world.env["ir.attachment"].with_user(user)
        place = {"res_model": sample.record._name, "res_id": sample.record.id}
        refused, answer = self.attempts.outcome(
            partial(files.create, {"name": "x.txt", "raw": b"x", **place}), undo=False
        )
        if not refused:
            self.attempts.say(user, "file: hung on", sample.record, f"is open: {answer}")
        if user._is_internal():
            refused, answer = self.attempts.outcome(partial(self._slip, files, place))
            if not refused:
                self.attempts.say(user, "file: slipped on", sample.record, f"is open: {answer}")

    @staticmethod
    def _slip(files, place):
        return files.create({"name": "x.txt", "raw": b"x"}).write(place)

    def reports(self, role, user):
        """No form is printed about what one may not read."""
        reports = self.world.env["ir.actions.report"].search([("model", "=like", "tthc.%")])
        for report in reports:
            samples = self.world.samples.get(report.model, ())
            others = [row for row in samples if not self.may(role, user, "read", row)]
            for sample in others[:1]:
                printer = report.with_user(user).sudo(False)
                refused, answer = self.attempts.outcome(
                    partial(printer._render_qweb_html, report.report_name, sample.record.ids)
                )
                told = [secret for secret in sample.secrets if secret in str(answer)]
                if not refused and told:
                    self.attempts.say(user, report.report_name, sample.record, f"tells {told}")
