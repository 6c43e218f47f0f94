"""What stands beside every table: the edition it is of, how it was made, and how to read it."""

from __future__ import annotations

from datetime import datetime

from core.web.filters import NO_BREAK, instant, number
from metrics.dashboards.queries import EditionLine

Notes = tuple[tuple[str, str], ...]

HOW_TO_READ = (
    "No value stands without its interval, n and grade. Where a figure may not be shown its cells "
    "are empty, and the reason stands in the row. Shares are 0 to 1; times are UTC."
)
CODES = (
    "Categories are written as codes; the codebook has their words. In CSV one apostrophe stands "
    "before a text that begins with = + - @, a control character or an apostrophe: take it off to "
    "have the text as it was."
)


def edition_notes(line: EditionLine, programme: str) -> Notes:
    reason = (("Reason of the revision", line.reason),) if line.reason else ()
    return (
        ("Programme", programme),
        ("Edition", f"{line.week} {line.kind}, revision {line.revision}"),
        *reason,
        ("Cut-off", _moment(line.cut_off_at)),
        ("Published", _moment(line.published_at)),
        (
            "Base",
            f"{number(line.transaction_count)} transactions, {number(line.response_count)} answers",
        ),
        ("Method", f"version {line.method_version}, software {line.code_version}"),
        ("Manifest", line.manifest_hash),
        *READING,
    )


def _moment(at: datetime) -> str:
    return f"{instant(at)} UTC".replace(NO_BREAK, " ")


READING: Notes = (("How to read it", HOW_TO_READ), ("Codes", CODES))
