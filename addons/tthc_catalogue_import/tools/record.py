"""One record of the national portal, read into rows."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field

from odoo.addons.tthc_catalogue.tools.labels import read_labels

from . import channels, components, fees, legal, results
from .found import BLOCKING, INFO, REVIEW, Issue
from .text import absent, clean, line, paragraphs

CODE = re.compile(r"[1-9]\.[0-9]{6}(\.[0-9A-Z]+)*")
_DECISION = re.compile(r"\d{1,5}[a-z]?/QĐ-[A-ZĐ]{2,12}(?:-[A-ZĐ]{1,8}\d{0,3})?(?: ngày .*)?")
KINDS = {
    "TTHC được giao luật quy định chi tiết": "delegated",
    "TTHC không được luật giao cho địa phương quy định": "not_delegated",
    "Loại khác": "other",
}
# Plain text fields: key of the portal, field of the version, whether lines are kept.
TEXTS = (
    ("co_quan_thuc_hien", "executing_agency", False),
    ("co_quan_co_tham_quyen", "competent_agency", False),
    ("co_quan_duoc_uy_quyen", "delegated_agency", False),
    ("co_quan_phoi_hop", "coordinating_agency", False),
    ("dia_chi_tiep_nhan", "reception_address", True),
    ("thu_tuc_lien_quan", "related_procedures", True),
    ("trinh_tu_thuc_hien", "process_text", True),
    ("yeu_cau_dieu_kien", "conditions", True),
    ("detail_url", "source_url", False),
)
# Keys that carry the portal's own bookkeeping.
BOOKKEEPING = ("formality_id", "bo")
TABLES = (channels.FIELD, components.FIELD, legal.FIELD, results.FIELD)
NEEDED = ("ma_thu_tuc", "ten_thu_tuc", "so_quyet_dinh", "cap_thuc_hien", "loai_thu_tuc")
NEEDED += ("linh_vuc", "doi_tuong_thuc_hien", *TABLES)
KNOWN = {*NEEDED, *(key for key, _name, _lines in TEXTS), *BOOKKEEPING}


@dataclass
class Labels:
    """Labels of the closed lists, as the portal prints them."""

    levels: tuple
    target_groups: tuple


@dataclass
class Record:
    """A record read into the catalogue's rows. ``parsed`` tells for each field of the source
    whether it was ``parsed``, ``flagged`` or ``absent``."""

    code: str = ""
    name: str = ""
    sector: str = ""
    decision: str = ""
    procedure_kind: str = ""
    levels: tuple = ()
    level_text: str = ""
    target_groups: tuple = ()
    target_text: str = ""
    texts: dict = field(default_factory=dict)
    cases: list = field(default_factory=list)
    channels: list = field(default_factory=list)
    fees: list = field(default_factory=list)
    legal: list = field(default_factory=list)
    results: list = field(default_factory=list)
    issues: list = field(default_factory=list)
    parsed: dict = field(default_factory=dict)

    @property
    def usable(self):
        """Whether a draft can be made: code, name, sector, level, a channel row and a paper."""
        return not any(issue.severity == BLOCKING for issue in self.issues)

    @property
    def doubtful(self):
        """Whether a row of the draft must be looked at."""
        return any(issue.severity != INFO for issue in self.issues)

    def content_hash(self):
        """Fingerprint of what was read. The order of rows does not count: the portal prints the
        same papers in another order on another day."""
        content = asdict(self)
        for key in ("issues", "parsed"):
            content.pop(key)
        content["texts"].pop("source_url", None)
        for case in content["cases"]:
            case["components"] = _sorted(case["components"])
        for row in content["channels"]:
            row.pop("variant")
        for key in ("cases", "channels", "fees", "legal", "results"):
            content[key] = _sorted(content[key])
        return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _sorted(rows):
    return sorted(rows, key=_canonical)


def parse(source, labels):
    """Read the record ``source`` (a dict of the portal's keys).

    :param labels: :class:`Labels` of the catalogue
    """
    record = Record()
    values = _strings(record, source)
    _read_identity(record, values)
    _read_labels(record, values, labels)
    for key, name, lines in TEXTS:
        text = clean(values[key])
        if not absent(text):
            record.texts[name] = paragraphs(text) if lines else line(text)
    tables = {
        channels.FIELD: channels.parse(
            values[channels.FIELD], record.texts.get("process_text", "")
        ),
        components.FIELD: components.parse(values[components.FIELD]),
        legal.FIELD: legal.parse(values[legal.FIELD]),
        results.FIELD: results.parse(values[results.FIELD]),
    }
    record.channels = tables[channels.FIELD].rows
    record.fees = fees.fee_rows(record.channels)
    record.cases = tables[components.FIELD].rows
    record.legal = tables[legal.FIELD].rows
    record.results = tables[results.FIELD].rows
    for name in ("keywords", "description"):
        value = getattr(tables[results.FIELD], name)
        if value:
            record.texts[name] = value
    for found in tables.values():
        record.issues += found.issues
    _measure(record, values)
    return record


def _strings(record, source):
    """The values of ``source`` as text; what is none is queued."""
    values = dict.fromkeys(KNOWN, "")
    for key, value in source.items():
        if isinstance(value, str) and key in KNOWN:
            values[key] = value
        elif value is None:
            record.issues.append(Issue(key, "value_null", "null", INFO))
        elif key not in KNOWN:
            text = value if isinstance(value, str) else _canonical(value)
            if not absent(text):
                record.issues.append(Issue(key, "key_unknown", text))
        else:
            record.issues.append(Issue(key, "value_type", _canonical(value)))
    for key in NEEDED:
        if key not in source:
            record.issues.append(Issue(key, "key_missing", "", REVIEW))
    return values


def _read_identity(record, values):
    record.code = line(clean(values["ma_thu_tuc"]))
    record.name = line(clean(values["ten_thu_tuc"]))
    record.sector = line(clean(values["linh_vuc"]))
    for key, value, reason in (
        ("ma_thu_tuc", record.code, "code_absent"),
        ("ten_thu_tuc", record.name, "name_absent"),
        ("linh_vuc", record.sector, "sector_absent"),
    ):
        if absent(value):
            record.issues.append(Issue(key, reason, values[key], BLOCKING))
    if not absent(record.code) and not CODE.fullmatch(record.code):
        record.issues.append(Issue("ma_thu_tuc", "code_unreadable", record.code, BLOCKING))
    decision = line(clean(values["so_quyet_dinh"]))
    if absent(decision):
        record.issues.append(Issue("so_quyet_dinh", "decision_absent", decision))
    else:
        record.decision = decision
        if not _DECISION.fullmatch(decision):
            record.issues.append(Issue("so_quyet_dinh", "decision_odd", decision, INFO))
    kind = line(clean(values["loai_thu_tuc"]))
    record.procedure_kind = KINDS.get(kind, "")
    if not absent(kind) and not record.procedure_kind:
        record.issues.append(Issue("loai_thu_tuc", "kind_unknown", kind))


def _read_labels(record, values, labels):
    record.level_text = line(clean(values["cap_thuc_hien"]))
    record.target_text = line(clean(values["doi_tuong_thuc_hien"]))
    for key, text, names, name, missing in (
        ("cap_thuc_hien", record.level_text, labels.levels, "levels", BLOCKING),
        ("doi_tuong_thuc_hien", record.target_text, labels.target_groups, "target_groups", INFO),
    ):
        known, rest = ([], "") if absent(text) else read_labels(text, names)
        setattr(record, name, tuple(known))
        if rest:
            record.issues.append(Issue(key, "label_unknown", rest, REVIEW if known else missing))
        elif not known:
            record.issues.append(Issue(key, "label_absent", text, missing))


def _measure(record, values):
    """Count each field of the source as parsed, flagged (an issue that a person must look at)
    or absent."""
    flagged = {issue.field for issue in record.issues if issue.severity != INFO}
    for key in sorted(KNOWN):
        if key in flagged:
            record.parsed[key] = "flagged"
        else:
            record.parsed[key] = "absent" if absent(clean(values[key])) else "parsed"
