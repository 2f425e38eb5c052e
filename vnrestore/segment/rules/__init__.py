"""The grammar: ordered tables of rules, one table for each zone of a document.

Order decides where several rules hit; the first wins. For numbered sections all rules are
asked, since ``I.`` may be a Roman one or a garbled ``1.``; the list being built decides.
"""

from __future__ import annotations

from vnrestore.segment.lines import Piece
from vnrestore.segment.rules import (
    addressees,
    appendix_title,
    archive,
    article,
    authority,
    bullet,
    chapter,
    clause,
    dash,
    division,
    document_kind,
    ground,
    issuing_body,
    lead_in,
    lettered,
    motto,
    number,
    numbered_item,
    page_number,
    part,
    place_date,
    plus,
    point,
    position,
    recipients_heading,
    roman_section,
    secrecy,
    signed,
    signer,
    stamp,
    subclause,
    subject,
    table_head,
    urgency,
)
from vnrestore.segment.rules.base import Hit, Rule

HEADER_RULES: tuple[Rule, ...] = (
    stamp.RULE,
    motto.RULE,
    number.RULE,
    place_date.RULE,
    secrecy.RULE,
    urgency.RULE,
    document_kind.RULE,
    subject.RULE,
    addressees.RULE,
    issuing_body.RULE,
)
"""For the lines before the content."""

STRAY_RULES: tuple[Rule, ...] = (motto.RULE, number.RULE, place_date.RULE)
"""For lines of the header that OCR printed in the middle of the content."""

SECTION_RULES: tuple[Rule, ...] = (
    part.RULE,
    chapter.RULE,
    division.RULE,
    article.RULE,
    roman_section.RULE,
    lettered.RULE,
    subclause.RULE,
    clause.RULE,
    numbered_item.RULE,
    point.RULE,
    dash.RULE,
    plus.RULE,
    bullet.RULE,
)
"""For what begins a section or a list item."""

CONTENT_RULES: tuple[Rule, ...] = (stamp.RULE, table_head.RULE, page_number.RULE, ground.RULE, lead_in.RULE)
"""For what else stands in the content."""

FOOTER_RULES: tuple[Rule, ...] = (
    stamp.RULE,
    recipients_heading.RULE,
    archive.RULE,
    authority.RULE,
    position.RULE,
    signed.RULE,
    dash.RULE,
    signer.RULE,
)
"""For the lines after the content."""

APPENDIX_RULES: tuple[Rule, ...] = (appendix_title.RULE,)
"""For where something attached begins."""

ALL_RULES: tuple[Rule, ...] = tuple(
    dict.fromkeys((*HEADER_RULES, *SECTION_RULES, *CONTENT_RULES, *FOOTER_RULES, *APPENDIX_RULES))
)
"""Every rule once, for tests and documentation."""


def first_hit(rules: tuple[Rule, ...], piece: Piece) -> Hit | None:
    """What the first rule that hits says of a piece; None if none does."""
    for rule in rules:
        hit = rule.find(piece)
        if hit:
            return hit
    return None


def section_hits(piece: Piece) -> tuple[Hit, ...]:
    """All ways to read a piece as the start of a section, most likely first."""
    return tuple([hit for rule in SECTION_RULES if (hit := rule.find(piece))])
