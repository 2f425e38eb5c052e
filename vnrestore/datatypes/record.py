"""What is drawn from a document for catalogues and lists: the archive's record, references, tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vnrestore.datatypes.document import Span


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of the archive's record.

    Attributes:
        value: as it goes into the record, "" where the document does not say.
        confidence: how sure in [0, 1]; 0.0 for an empty field.
        spans: where in the source it was read.
        truncated: the value was longer than the field may be and is cut at a word.
    """

    value: str = ""
    confidence: float = 0.0
    spans: tuple[Span, ...] = ()
    truncated: bool = False


FIELD_LENGTHS: Mapping[str, int] = {
    "DocCode": 30,
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "IssuedDate": 10,
    "OrganName": 200,
    "Subject": 500,
    "Language": 100,
    "PageAmount": 4,
    "Description": 500,
    "InforSign": 30,
    "Keyword": 100,
    "Mode": 20,
    "ConfidenceLevel": 30,
    "Format": 50,
}
"""The fields of guide 7197/BKHCN-CĐSQG (2025) in its order, with their lengths in characters."""

MANDATORY_FIELDS = ("DocCode", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject")
"""The fields the guide demands."""


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """The record of one document; ``fields`` has every name of :data:`FIELD_LENGTHS`."""

    fields: Mapping[str, RecordField]

    def __getitem__(self, name: str) -> RecordField:
        """The field of that name; KeyError for a name the guide does not have."""
        return self.fields[name]

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandatory fields the document does not give."""
        return tuple(name for name in MANDATORY_FIELDS if not self.fields[name].value)


class MentionKind(StrEnum):
    """What a mention in the text is."""

    DOCUMENT = "document"
    PROVISION = "provision"
    DATE = "date"
    DEADLINE = "deadline"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference, a date, a deadline or an amount in the text.

    Attributes:
        kind: which of them.
        span: where it stands.
        text: as printed, on one line.
        value: normalised: a document as ``Quyết định 06/QĐ-TTg``, a provision as
            ``Điều 7, khoản 2, điểm a``, a date as ISO 8601 (``2014-05-23``, ``2014-05``),
            an amount in đồng (``2615000000000``).
        date: ISO date of a document referred to, "" if none is printed.
        target: of a provision: the document it is of, normalised, "" if not printed.
    """

    kind: MentionKind
    span: Span
    text: str
    value: str
    date: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is told to do what, by when.

    Attributes:
        section: the numbers of the sections it stands in (``2. › 2.2. › a)``).
        actor: who, as printed.
        task: what, as printed.
        deadline: ISO date or period, "" where none is set.
        deadline_text: the deadline as printed.
        spans: where in the source.
    """

    section: str
    actor: str
    task: str
    deadline: str
    deadline_text: str
    spans: tuple[Span, ...]
