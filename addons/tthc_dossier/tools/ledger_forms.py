"""Control slip and line of the ledger book, out of the events of one dossier and nothing else.

Pure Python. An event is a dict of ``seq``, ``kind``, ``at`` (naive UTC), ``user_name``, ``note``,
``to_state``, ``clock_until``, ``facts`` and, for events of the first ledger, which had no facts,
the names ``from_step``, ``to_step``, ``from_agency`` and ``to_agency``.
"""

from datetime import datetime

#: Kinds that end a dossier without a result, as the book's remark column says them; the words
#: are those of the printed form.
ENDED = {"stop": "Dừng giải quyết", "refuse": "Không tiếp nhận", "reject": "Không chấp thuận"}
#: Ends of a step other than that it was done.
REMARKS = {
    "return_step": "Trả lại bước trước",
    "recall": "Thu hồi",
    "stop": "Dừng giải quyết",
    "answer_withdrawal": "Rút hồ sơ",
    "reject": "Không chấp thuận",
}
#: Verdicts as the control slip prints them.
VERDICTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn"}


def instant(text):
    """The naive UTC instant of a fact; ``None`` for none."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text else None


# Control slip -----------------------------------------------------------------------------------


def hand_overs(events):
    """The blocks of the control slip ("Phiếu kiểm soát quá trình giải quyết hồ sơ"), one for each
    passage through a step, in the order in which they began.

    :param events: the dossier's events in the order of their numbers
    :return: dicts of ``agency``, ``step``, ``given_at``, ``given_by``, ``taken_at``, ``taken_by``
        (``None`` until it was received), ``due``, ``ended_at``, ``result`` and ``remark``
    """
    blocks, by_task = [], {}
    for event in events:
        facts = event["facts"] or {}
        if not facts and event["to_step"]:
            facts = _first_ledger_facts(event, by_task)
        _take(by_task, facts, event)
        for row in facts.get("closed", ()):
            _close(by_task.get(row["task"]), row, event)
        for row in facts.get("opened", ()):
            block = by_task[row["task"]] = _open(row, event)
            blocks.append(block)
        for row in facts.get("received", ()):
            # The competent centre received it: its time begins anew.
            block = by_task.get(row["task"])
            if block:
                block.update(given_at=instant(row["started"]), due=instant(row["due"]))
    return blocks


def _open(row, event):
    return {
        "agency": row["agency_name"],
        "step": row["step_name"],
        "given_at": instant(row["started"]),
        "given_by": event["user_name"],
        "taken_at": None,
        "taken_by": None,
        "due": instant(row["due"]),
        "ended_at": None,
        "result": "",
        "remark": "",
    }


def _take(by_task, facts, event):
    """Whoever takes a step, or gets it by name and acts on it, has received it."""
    if event["kind"] == "take":
        block = by_task.get(facts.get("task"))
        if block:
            block.update(taken_at=event["at"], taken_by=event["user_name"])


def _close(block, row, event):
    if block is None:
        return
    ended = event["at"]
    if not block["taken_at"] and event["kind"] not in ("recall", "stop", "answer_withdrawal"):
        block.update(taken_at=ended, taken_by=event["user_name"])
    block.update(
        ended_at=ended,
        result=VERDICTS.get(row.get("verdict"), ""),
        remark=REMARKS.get(event["kind"], ""),
    )


def _first_ledger_facts(event, by_task):
    """What an event of the first ledger says: steps one after the other, without due dates."""
    at = event["at"].strftime("%Y-%m-%d %H:%M:%S")
    opened = {
        "task": ("seq", event["seq"]),
        "step_name": event["to_step"],
        "agency_name": event["to_agency"],
        "started": at,
        "due": None,
    }
    open_before = [task for task, block in by_task.items() if not block["ended_at"]]
    return {"opened": [opened], "closed": [{"task": task} for task in open_before]}


# Ledger book ------------------------------------------------------------------------------------


#: Columns that acceptance says as they are printed.
COPIED = ("procedure", "owner", "address", "phone", "agency", "return_method")


def book_line(events):
    """The columns of the ledger book (form ``ledger``) that follow from a dossier's events.

    :param events: the dossier's events in the order of their numbers
    :return: dict of ``procedure``, ``owner``, ``address``, ``phone``, ``agency``, ``received``,
        ``due``, ``returned`` (naive UTC instants or ``None``), ``return_method``, ``remark`` and
        ``non_territorial``
    """
    line = dict.fromkeys(COPIED, "")
    line.update(received=None, due=None, returned=None, non_territorial=False)
    remarks = []
    for event in events:
        facts = event["facts"] or {}
        kind = event["kind"]
        if kind == "accept":
            line.update({name: facts[name] or "" for name in COPIED if name in facts})
            line.update(
                received=event["at"],
                due=instant(facts.get("due")),
                non_territorial=bool(facts.get("competent_centre")),
            )
        elif facts.get("due"):
            line["due"] = instant(facts["due"])
        elif event["clock_until"]:
            line["due"] = event["clock_until"]
        if kind == "return_result":
            line["returned"] = event["at"]
            line["return_method"] = facts.get("return_method") or line["return_method"]
        elif kind == "reopen":
            line["returned"] = None
        remarks += _remarks(event, facts)
    line["remark"] = "; ".join(remarks)
    return line


def _remarks(event, facts):
    kind = event["kind"]
    if kind in ENDED:
        return [ENDED[kind]]
    if kind == "answer_withdrawal" and event["to_state"] == "stopped":
        return ["Rút hồ sơ"]
    if kind in ("request_supplement", "extend", "apologise", "reopen"):
        words = {
            "request_supplement": "Yêu cầu bổ sung",
            "extend": "Gia hạn",
            "apologise": "Xin lỗi, hẹn lại",
            "reopen": "Mở lại",
        }
        return [words[kind]]
    return []


# Pages ------------------------------------------------------------------------------------------

#: Characters that fit into a line of each column of the printed book (A4 landscape, 8.5 pt).
WIDTHS = {
    "name": 20, "procedure": 31, "owner": 22, "address": 25, "agency": 20, "method": 13,
    "remark": 13,
}  # fmt: skip
#: Lines of text that fit on a page, and those that the first page's heading and the last page's
#: closing block take of them.
PAGE_LINES, HEADING, CLOSING = 50, 9, 12


def paginate(rows, capacity=PAGE_LINES):
    """Lists of rows that fit on a page each: the printer's engine repeats no heading, so that
    pages are made here. A row that is longer than a page has one for itself; the last page is
    empty where the closing block finds no room below the last row.

    :param rows: dicts of the columns of :data:`WIDTHS`
    """
    pages, used = [[]], HEADING
    for row in rows:
        height = max(-(-len(row[name]) // width) or 1 for name, width in WIDTHS.items())
        if used + height > capacity and pages[-1]:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += height
    if used + CLOSING > capacity:
        pages.append([])
    return pages


def page_ends(pages):
    """Numbers of the rows that begin the second and every further of ``pages``."""
    starts, count = [], 0
    for page in pages[:-1]:
        count += len(page)
        starts.append(count)
    return starts
