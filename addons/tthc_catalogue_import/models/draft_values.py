"""Values of draft versions from what was read of a record."""

from odoo.fields import Command

GENERAL_CASE = "Trường hợp chung"
NAME_LENGTH = 250  # of a case; a longer heading stands in its note


class DraftValues:
    """Builds the values of versions.

    :param sentences: the sentence of each reason, in the language of the importing user
    :param levels: id by label; :param groups: id by label; :param documents: id by number key
    """

    def __init__(self, sentences, levels, groups, documents, number_key):
        self._sentences = sentences
        self._levels = levels
        self._groups = groups
        self._documents = documents
        self._key = number_key

    def version(self, record):
        """Values of the version that ``record`` publishes, without its procedure."""
        return {
            "decision": record.decision,
            "procedure_kind": record.procedure_kind or False,
            "level": record.level_text,
            "level_ids": [Command.set([self._levels[label] for label in record.levels])],
            "target_groups": record.target_text,
            "target_group_ids": [
                Command.set([self._groups[label] for label in record.target_groups])
            ],
            **record.texts,
            "legal_document_ids": [
                Command.set([self._documents[self._key(row.number)] for row in record.legal])
            ],
            "case_ids": [
                Command.create(self._case(record, case, position))
                for position, case in enumerate(record.cases, 1)
            ],
        }

    def _case(self, record, case, position):
        """One group of papers as a case. The portal publishes channels, fees and results for the
        procedure as a whole: each case gets them all."""
        name = case.name or GENERAL_CASE
        long = len(name) > NAME_LENGTH
        return {
            "name": f"{name[: NAME_LENGTH - 1]}…" if long else name,
            "note": name if long else False,
            "sequence": position * 10,
            "component_ids": self._rows(case.components, self._component),
            "channel_ids": self._rows(record.channels, self._channel),
            "fee_ids": self._rows(record.fees, self._fee),
            "result_ids": self._rows(record.results, self._result),
        }

    def _rows(self, rows, build):
        return [
            Command.create({"sequence": position * 10, **build(row), **self._review(row)})
            for position, row in enumerate(rows, 1)
        ]

    def _review(self, row):
        if not row.review:
            return {}
        note = " ".join(self._sentences[code] for code in row.review)
        shown = getattr(row, "evidence", "") or getattr(row, "count_text", "")
        return {"needs_review": True, "review_note": f"{note} [{shown}]" if shown else note}

    @staticmethod
    def _component(row):
        return {
            "name": row.name,
            "requirement": row.requirement,
            "originals": row.originals,
            "copies": row.copies,
            "count_text": row.count_text,
            "form_code": "; ".join(row.forms) or False,
        }

    @staticmethod
    def _channel(row):
        return {
            "channel": row.channel,
            "time_value": row.time_value,
            "time_unit": row.time_unit,
            "variant": row.variant or False,
            "fee_text": row.fee.text if row.fee.kind != "none" or row.fee.note else False,
            "note": row.description or False,
        }

    @staticmethod
    def _fee(row):
        return {
            "name": row.name,
            "kind": row.kind,
            "amount_kind": row.amount_kind,
            "amount": row.amount,
            "channel": row.channel or False,
            "note": row.note or False,
        }

    @staticmethod
    def _result(row):
        return {"name": row.name, "code": row.code or False}


def content_of_values(values, numbers):
    """What a version says, in a form that compares with :func:`content_of_version`.

    :param numbers: number of a legal document by its id
    """
    cases = [command[2] for command in values["case_ids"]]
    return {
        "level": values["level"],
        "decision": values["decision"],
        "legal": sorted(numbers[key] for key in values["legal_document_ids"][0][2]),
        "cases": sorted(
            (
                case["name"],
                _plain(case["component_ids"], ("name", "originals", "copies", "requirement")),
                _plain(case["channel_ids"], ("channel", "time_value", "time_unit")),
                _plain(case["fee_ids"], ("amount_kind", "amount", "channel")),
                _plain(case["result_ids"], ("name", "code")),
            )
            for case in cases
        ),
    }


def content_of_version(version):
    """See :func:`content_of_values`."""

    def rows(records, names):
        return sorted(tuple(str(record[name] or "") for name in names) for record in records)

    return {
        "level": version.level or "",
        "decision": version.decision or "",
        "legal": sorted(version.legal_document_ids.mapped("number")),
        "cases": sorted(
            (
                case.name,
                rows(case.component_ids, ("name", "originals", "copies", "requirement")),
                rows(case.channel_ids, ("channel", "time_value", "time_unit")),
                rows(case.fee_ids, ("amount_kind", "amount", "channel")),
                rows(case.result_ids, ("name", "code")),
            )
            for case in version.case_ids
        ),
    }


def _plain(commands, names):
    return sorted(tuple(str(command[2].get(name) or "") for name in names) for command in commands)
