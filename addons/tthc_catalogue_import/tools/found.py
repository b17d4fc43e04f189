"""What a parser hands back: rows, issues, and the pieces it cut the text into."""

from dataclasses import dataclass, field
from typing import NamedTuple

# Severities of an issue.
INFO = "info"  # worth a look; the row is right as it stands
REVIEW = "review"  # a row is flagged: somebody must look before the version is submitted
BLOCKING = "blocking"  # a field without which there is no usable draft

# Kinds of pieces. The layout of the page carries no data of the record.
LAYOUT = "layout"
VALUE = "value"
QUEUED = "queued"


class Piece(NamedTuple):
    kind: str
    text: str


@dataclass(frozen=True)
class Issue:
    """Something of the source that a person must decide.

    :param field: the record's field, in the portal's own name
    :param reason: a code of :data:`..models.tthc_import_issue.REASONS`
    :param verbatim: the text as it stands in the source
    :param detail: what was found that may help to decide; never used as a value
    """

    field: str
    reason: str
    verbatim: str
    severity: str = REVIEW
    detail: str = ""


@dataclass
class Found:
    """Result of one parser."""

    rows: list = field(default_factory=list)
    issues: list = field(default_factory=list)
    pieces: list = field(default_factory=list)

    def cut(self, kind, text):
        if text:
            self.pieces.append(Piece(kind, text))

    def queue(self, name, reason, verbatim, severity=REVIEW, detail=""):
        self.issues.append(Issue(name, reason, verbatim, severity, detail))
