"""A restoration as JSON and back, under a schema name that changes when the keys do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from vnrestore.datatypes.document import Encoding, Span
from vnrestore.datatypes.restoration import Correction, Doubt, Restoration
from vnrestore.errors import UnknownFormatError

SCHEMA = "vnrestore/restoration/1"


def restoration_to_dict(restoration: Restoration, notice: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything about a restoration in JSON types; ``notice`` is the segmented text, where wanted.

    ``start`` and ``end`` count code points of ``original``, half-open.
    """
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "text": restoration.text,
        "confidence": restoration.confidence,
        "corrections": [_correction_to_dict(one) for one in restoration.corrections],
        "suggestions": [_correction_to_dict(one) for one in restoration.suggestions],
        "doubts": [
            {"start": one.span.start, "end": one.span.end, "posterior": one.posterior}
            for one in restoration.doubts
        ],
        "noise": [{"start": span.start, "end": span.end} for span in restoration.noise],
        "original": restoration.original,
    }
    if notice is not None:
        record["notice"] = dict(notice)
    return record


def restoration_from_dict(record: Mapping[str, Any]) -> Restoration:
    """The restoration that ``restoration_to_dict`` wrote; a notice in it is not read.

    Raises:
        UnknownFormatError: another schema, or a key is missing or of the wrong type.
    """
    if record.get("schema") != SCHEMA:
        raise UnknownFormatError(f"not {SCHEMA}: schema is {record.get('schema')!r}")
    try:
        return Restoration(
            original=str(record["original"]),
            text=str(record["text"]),
            corrections=tuple(_correction_from_dict(one) for one in record["corrections"]),
            suggestions=tuple(_correction_from_dict(one) for one in record["suggestions"]),
            confidence=float(record["confidence"]),
            doubts=tuple(
                Doubt(Span(int(one["start"]), int(one["end"])), float(one["posterior"]))
                for one in record.get("doubts", ())
            ),
            noise=tuple(Span(int(one["start"]), int(one["end"])) for one in record.get("noise", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownFormatError(f"not a restoration: {error!r}") from error


def restoration_to_json(
    restoration: Restoration,
    notice: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
) -> str:
    """The JSON text of a restoration, readable, with a final line end; ``facts`` are keys added to it."""
    record = restoration_to_dict(restoration, notice) | dict(facts or {})
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def encodings_to_list(encodings: Iterable[Encoding]) -> list[dict[str, Any]]:
    """The encodings a text was converted from, in JSON types."""
    return [
        {"name": one.name, "confidence": round(one.confidence, 6), "lines": one.lines} for one in encodings
    ]


def _correction_to_dict(correction: Correction) -> dict[str, Any]:
    return {
        "start": correction.span.start,
        "end": correction.span.end,
        "original": correction.original,
        "replacement": correction.replacement,
        "posterior": round(correction.posterior, 6),
        "runner_up": correction.runner_up,
        "runner_up_posterior": round(correction.runner_up_posterior, 6),
        "generator": correction.generator,
    }


def _correction_from_dict(record: Mapping[str, Any]) -> Correction:
    runner_up = record["runner_up"]
    return Correction(
        span=Span(int(record["start"]), int(record["end"])),
        original=str(record["original"]),
        replacement=str(record["replacement"]),
        posterior=float(record["posterior"]),
        runner_up=None if runner_up is None else str(runner_up),
        runner_up_posterior=float(record["runner_up_posterior"]),
        generator=str(record["generator"]),
    )
