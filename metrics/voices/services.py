"""Take up the comments of a final, so that they can be cleared and stand beside its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from core.bulk import chunked, insert_rows
from feedback.voices.models import Voice, VoiceState, group_of
from metrics.integrity.overrules.rows.queries import response_ids
from metrics.voices.heard import Heard
from metrics.voices.queries import Written, comments_of, voices_of_week


@dataclass(frozen=True)
class Collected:
    """How many comments of a week are new, and how many no longer rest on a used answer."""

    new_count: int
    dropped_count: int


@dataclass(frozen=True)
class Comments:
    """What was written with some responses, and whose it is; by response, and its question."""

    heard: Mapping[int, Heard]
    written: Mapping[tuple[int, str], Written]


def read_comments(session: Session, heard: Sequence[Heard]) -> Comments:
    """The comments of used responses. What was written never changes, so that it can be read
    before anybody has to wait for the write."""
    ids = response_ids(session, (one.response for one in heard))
    by_id = {ids[one.response]: one for one in heard if one.response in ids}
    found = comments_of(session, by_id)
    return Comments(by_id, {(one.response_id, one.question_key): one for one in found})


def collect_voices(session: Session, week: str, comments: Comments) -> Collected:
    """Take up the comments of a week's used responses; what was decided about one stands.

    The same again changes nothing. A comment whose response a revision sets aside is kept, and
    nobody reads it while that holds. Inside the caller's write transaction.
    """
    by_id, written = comments.heard, comments.written
    known = {
        (voice.response_id, voice.question_key): voice for voice in voices_of_week(session, week)
    }
    dropped = sum(_refresh(voice, written.get(key), by_id) for key, voice in known.items())
    # In the order of their lots: an id must not say who answered first.
    new = sorted((one for key, one in written.items() if key not in known), key=_lot)
    for part in chunked([_row(one, by_id[one.response_id], week) for one in new]):
        insert_rows(session, Voice, part)
    return Collected(len(new), dropped)


def _lot(written: Written) -> int:
    return written.lot


def _refresh(voice: Voice, written: Written | None, heard: Mapping[int, Heard]) -> bool:
    """What the newest revision says of a known comment; whether it dropped out just now."""
    was_used = voice.is_used
    voice.is_used = written is not None
    if written is not None:
        for name, value in _facts(heard[written.response_id]).items():
            setattr(voice, name, value)
    return was_used and not voice.is_used


def _row(written: Written, heard: Heard, week: str) -> dict[str, Any]:
    return {
        "response_id": written.response_id,
        "question_key": written.question_key,
        "week": week,
        "lot": written.lot,
        "is_used": True,
        "state": VoiceState.WAITING,
        **_facts(heard),
    }


def _facts(heard: Heard) -> dict[str, Any]:
    return {
        "audience": heard.audience,
        "touchpoint_key": heard.touchpoint,
        "country_key": heard.country,
        "region_key": heard.region,
        "partner_key": heard.partner,
        "product_line_key": heard.product_line,
        "segment_key": heard.segment,
        "language": heard.language,
        "promise": heard.promise,
        "score_group": group_of(heard.recommend),
    }
