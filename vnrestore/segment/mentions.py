"""Everything a document's text mentions that a reader may look up: documents, provisions, dates, money."""

from __future__ import annotations

from vnrestore.datatypes.notice import Notice
from vnrestore.datatypes.record import Mention
from vnrestore.segment.assignments import document_year
from vnrestore.segment.dates import find_dates, find_deadlines
from vnrestore.segment.money import find_money
from vnrestore.segment.references import find_references


def find_mentions(notice: Notice) -> list[Mention]:
    """References, dates, deadlines and amounts of the whole text, in order.

    A date within a reference (``Quyết định số 06/QĐ-TTg ngày 06/01/2022``) is the reference's and no
    mention of its own. A deadline holds the date it sets, so that date stands there twice.
    """
    text = notice.source
    references = find_references(text)
    covered = sorted((mention.span.start, mention.span.end) for mention in references)
    dates = []
    at = 0
    for date in find_dates(text):
        while at < len(covered) and covered[at][1] <= date.span.start:
            at += 1
        if at == len(covered) or covered[at][0] >= date.span.end:
            dates.append(date)
    found = [*references, *dates, *find_deadlines(text, document_year(notice)), *find_money(text)]
    return sorted(found, key=lambda mention: mention.span)
