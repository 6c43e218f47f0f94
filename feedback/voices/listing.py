"""Reading the page of comments: the chosen ones, and everything that helps to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.names.queries import read_names
from customers.queries import get_programme
from feedback.voices import queries
from feedback.voices.forms import filter_of, number_of, page_of
from feedback.voices.models import Voice
from feedback.voices.pages import PAGE_SIZE, Typed, VoicesData, last_page


def read_voices(
    session: Session, scope: Scope, args: Mapping[str, str], typed: Typed | None = None
) -> VoicesData:
    """The part of the list that an address asks for; the last part where it asks for more."""
    chosen = filter_of(args)
    count = queries.count_voices(session, scope, chosen)
    page = min(page_of(args), last_page(count))
    listed = queries.list_voices(session, scope, chosen, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    done_id = number_of(args, "done") if typed is None else None
    extra = _extra(session, scope, listed, typed.voice_id if typed else done_id)
    voices = [*listed, *extra]
    programme = get_programme(session)
    return VoicesData(
        listed=listed,
        extra=extra,
        texts=queries.texts_of(session, scope, voices),
        scores=queries.scores_of(session, scope, voices),
        names_near=queries.names_near(session, scope, voices),
        choices=queries.choices_of(session, scope),
        state_counts=queries.state_counts(session, scope),
        chosen=chosen,
        page=page,
        count=count,
        next_id=number_of(args, "at"),
        done_id=done_id,
        names=read_names(session, scope),
        zone=ZoneInfo(programme.time_zone if programme else "UTC"),
        typed=typed,
    )


def _extra(
    session: Session, scope: Scope, listed: Sequence[Voice], voice_id: int | None
) -> list[Voice]:
    """The one just decided about, or that was to be, where it is not in the list itself."""
    if voice_id is None or any(voice.id == voice_id for voice in listed):
        return []
    found = queries.get_voice(session, scope, voice_id)
    return [found] if found else []
