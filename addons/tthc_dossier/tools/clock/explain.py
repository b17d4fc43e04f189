"""The explanation of a result in Vietnamese, for control slips and screens."""

from __future__ import annotations

from datetime import date, datetime

from .terms import DEFAULT_OPTIONS, ClockResult, DayKind, Limit, Options, Unit, Verdict

_UNITS = {
    Unit.HOUR: "giờ làm việc",
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.CALENDAR_DAY: "ngày",
    Unit.MONTH: "tháng",
}
_KINDS = {DayKind.HOLIDAY: "nghỉ lễ", DayKind.COMPENSATORY_OFF: "nghỉ bù"}
_CATEGORIES = {
    "supplement": "chờ bổ sung hồ sơ",
    "financial": "chờ thực hiện nghĩa vụ tài chính",
}
_VERDICTS = {
    Verdict.EARLY: "trước hạn",
    Verdict.ON_TIME: "đúng hạn",
    Verdict.LATE: "quá hạn",
}


def explain_vi(result: ClockResult) -> list[str]:
    """The explanation of a result as Vietnamese sentences, in the order of events."""
    return [_SENTENCES[step.code](step) for step in result.explanation]


def split_working_time(seconds: int, options: Options = DEFAULT_OPTIONS) -> tuple[int, int, int]:
    """Working time as days of ``hours_per_day``, hours and minutes; what is less than a minute
    counts as one, so that nothing left reads as something left or the reverse."""
    minutes = -(-abs(seconds) // 60)
    per_day = round(options.hours_per_day * 60)
    days, minutes = divmod(minutes, per_day)
    return (days, *divmod(minutes, 60))


def instant_vi(at: datetime) -> str:
    """An instant as the explanation writes it: 17:00 ngày 12/03/2026."""
    return f"{at:%H:%M} ngày {at:%d/%m/%Y}"


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{first:%d/%m}"
    return f"{first:%d/%m}–{last:%d/%m}"


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _limit(limit: Limit) -> str:
    if limit.unit is Unit.SAME_DAY:
        return "trả trong ngày"
    return f"{_number(limit.value)} {_UNITS[limit.unit]}"


def _tail(*notes: str) -> str:
    note = ", ".join(note for note in notes if note)
    return f" ({note})" if note else ""


def _begin(step, what: str) -> str:
    limit = step.params["limit"]
    text = f"{what} lúc {instant_vi(step.at)}; thời hạn {_limit(limit)}"
    if step.params["counted_from"]:
        text += f", coi như tiếp nhận ngày {step.params['counted_from']:%d/%m/%Y}"
    if limit.unit not in (Unit.HOUR, Unit.SAME_DAY):
        if step.params["first_day_excluded"]:
            text += ", không tính ngày tiếp nhận"
        else:
            text += ", tính cả ngày tiếp nhận"
    return text


def _pause(step) -> str:
    moved = step.params["moved"]
    if step.params["unit"] == "second":
        amount = f"{_number(round(moved / 3600, 2))} giờ làm việc"
    else:
        amount = f"{moved} {_UNITS[Unit(step.params['unit'])]}"
    added = "đã quá hạn" if step.params["after_due"] else f"cộng {amount}"
    note = step.params["reason"] or _CATEGORIES.get(step.params["category"], "")
    until = instant_vi(step.params["until"])
    return f"Tạm dừng từ {instant_vi(step.at)} đến {until}{_tail(note)}: {added}"


def _pause_open(step) -> str:
    note = step.params["reason"] or _CATEGORIES.get(step.params["category"], "")
    return f"Đang tạm dừng từ {instant_vi(step.at)}{_tail(note)}"


def _due(step) -> str:
    due, original = step.params["due"], step.params["original_due"]
    note = "" if due == original else f"hạn ban đầu {instant_vi(original)}"
    return f"Hạn trả: {instant_vi(due)}{_tail(note)}"


_SENTENCES = {
    "start": lambda step: _begin(step, "Tiếp nhận"),
    "restart": lambda step: _begin(step, "Tính lại từ đầu"),
    "days_off": lambda step: (
        f"Không tính: {_days(step.params['first'], step.params['last'])}"
        f" ({_KINDS[step.params['kind']]})"
    ),
    "days_made_up": lambda step: (
        f"Tính là ngày làm việc: {_days(step.params['first'], step.params['last'])} (làm bù)"
    ),
    "moved_to_working_day": lambda step: (
        f"Ngày cuối cùng {step.params['from']:%d/%m/%Y} là ngày nghỉ, chuyển sang ngày"
        f" làm việc tiếp theo {step.params['to']:%d/%m/%Y}"
    ),
    "pause": _pause,
    "pause_open": _pause_open,
    "extend": lambda step: (
        f"Gia hạn lúc {instant_vi(step.at)}: từ {instant_vi(step.params['old'])} đến"
        f" {instant_vi(step.params['new'])}{_tail(step.params['reason'])}"
    ),
    "due": _due,
    "stop": lambda step: (
        f"Kết thúc lúc {instant_vi(step.at)}: {_VERDICTS[step.params['verdict']]}"
        f"{_tail(step.params['reason'])}"
    ),
    "supplements": lambda step: f"Yêu cầu bổ sung {step.params['count']} lần: tính là quá hạn",
}
