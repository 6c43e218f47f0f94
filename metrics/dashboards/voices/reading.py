"""Comments beside the figure they explain: a few drawn ones with what they were drawn from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.visibility import Scope
from core.clock import Week
from core.web.filters import counted, number
from customers.models import Audience
from feedback.voices.models import ScoreGroup
from feedback.voices.wording import GROUP_WORDS
from metrics.dashboards.queries import EditionLine, Reading, read_leading_metric
from metrics.dashboards.voices.drawing import Draw, apportion, draw_of
from metrics.dashboards.voices.queries import (
    DrawnVoice,
    Pool,
    companies_of,
    count_pool,
    draw_voices,
    find_final,
    list_drawn,
    pool_of,
    read_figure,
)
from metrics.dashboards.voices.rules import (
    Reader,
    VoiceCut,
    carries_company,
    period_of,
    promises_beside,
    rests_on_enough,
)
from metrics.dashboards.wording import window_text
from metrics.models import Level

DRAWN_COUNT = 3
DRAWN_AT_PARTNER = 6
PARTNER_WINDOW = 4
NO_FIGURE = (
    "Comments stand only beside a figure that is shown and rests on at least ten answers: else "
    "their writers could be recognised."
)
FINALS_ONLY = "Comments stand beside finals only; this edition is an early reading."


@dataclass(frozen=True)
class VoiceLine:
    """A comment as a reader sees it; `company` is empty where it may not be named."""

    text: str
    language: str
    group: str
    company: str


@dataclass(frozen=True)
class VoicesBeside:
    """Comments beside a figure, and the sentence that says what they were drawn from.

    Without comments the sentence is the reason. `figure` is the one they stand beside.
    """

    audience: str
    voices: tuple[VoiceLine, ...]
    sentence: str
    figure: Reading | None = None
    cleared_count: int = 0


@dataclass(frozen=True)
class Opened:
    """A pool that may be read: what the figure and the promises allow."""

    figure: Reading
    pool: Pool
    draw: Draw
    period: str


def voices_for(
    session: Session,
    scope: Scope,
    edition: EditionLine,
    cut: VoiceCut,
    *,
    metric: str | None = None,
    reader: Reader = Reader.HOUSE,
    size: int = DRAWN_COUNT,
) -> VoicesBeside:
    """A few comments drawn from those that may stand beside a figure of an edition.

    `metric` names the figure, by default the edition's leading one. A channel partner's scope
    always reads as a partner; the house may read a partner's page with the partner's eyes.
    """
    reader = _reader(scope, reader)
    opened = _open(session, scope, edition, cut, reader, metric)
    if isinstance(opened, str):
        return VoicesBeside(cut.audience, (), opened)
    counts = count_pool(session, opened.pool)
    of_all = {group: _count(counts, group) for group, _ in counts}
    cleared = {group: count for (group, is_cleared), count in counts.items() if is_cleared}
    quota = apportion(of_all, cleared, size)
    drawn = draw_voices(session, opened.pool, opened.draw, quota) if quota else []
    return VoicesBeside(
        audience=cut.audience,
        voices=_lines(session, scope, drawn, reader),
        sentence=_sentence(len(drawn), sum(cleared.values()), sum(of_all.values()), opened.period),
        figure=opened.figure,
        cleared_count=sum(cleared.values()),
    )


def voices_of_partner(
    session: Session, scope: Scope, edition: EditionLine, key: str
) -> VoicesBeside:
    """What a partner's page shows of its end users, the same to the partner and to the house."""
    cut = VoiceCut(Audience.END_USER, PARTNER_WINDOW, Level.PARTNER, key)
    return voices_for(session, scope, edition, cut, reader=Reader.PARTNER, size=DRAWN_AT_PARTNER)


def all_voices(
    session: Session,
    scope: Scope,
    edition: EditionLine,
    cut: VoiceCut,
    metric: str | None,
    first: int,
    size: int,
) -> VoicesBeside:
    """A part of all cleared comments that may stand beside a figure, in the draw's order."""
    reader = _reader(scope, Reader.HOUSE)
    opened = _open(session, scope, edition, cut, reader, metric)
    if isinstance(opened, str):
        return VoicesBeside(cut.audience, (), opened)
    counts = count_pool(session, opened.pool)
    cleared = sum(count for (_, is_cleared), count in counts.items() if is_cleared)
    drawn = list_drawn(session, opened.pool, opened.draw, first, size)
    return VoicesBeside(
        audience=cut.audience,
        voices=_lines(session, scope, drawn, reader),
        sentence=_all_sentence(cleared, sum(counts.values()), opened.period),
        figure=opened.figure,
        cleared_count=cleared,
    )


def _reader(scope: Scope, wanted: Reader) -> Reader:
    return wanted if scope.sees_whole_network else Reader.PARTNER


def _open(
    session: Session,
    scope: Scope,
    edition: EditionLine,
    cut: VoiceCut,
    reader: Reader,
    metric: str | None,
) -> Opened | str:
    """The pool, or why there is none."""
    if not edition.is_final:
        return FINALS_ONLY
    if not promises_beside(cut, reader) or not _may_look(scope, cut):
        return NO_FIGURE
    period = period_of(cut, Week.parse(edition.week))
    final = edition if period[1] == Week.parse(edition.week) else find_final(session, period[1])
    if final is None:
        return NO_FIGURE
    name = metric or read_leading_metric(session, final.id)
    figure = read_figure(session, scope, final.id, cut, name)
    if figure is None or figure.value is None or not rests_on_enough(figure.decision, figure.n):
        return NO_FIGURE
    pool = pool_of(session, scope, cut, reader, period, name)
    return Opened(
        figure, pool, draw_of(final.manifest_hash, cut), window_text(final.week, cut.window)
    )


def _may_look(scope: Scope, cut: VoiceCut) -> bool:
    return scope.sees_whole_network or scope.sees_partner(cut.node_key)


def _count(counts: dict[tuple[str, bool], int], group: str) -> int:
    return counts.get((group, True), 0) + counts.get((group, False), 0)


def _lines(
    session: Session, scope: Scope, drawn: Collection[DrawnVoice], reader: Reader
) -> tuple[VoiceLine, ...]:
    named = _with_company(drawn, reader)
    companies = companies_of(session, scope, named)
    return tuple(
        VoiceLine(
            text=voice.text,
            language=voice.language,
            group=GROUP_WORDS[ScoreGroup(voice.score_group)],
            company=companies.get(voice.response_id, "") if voice.response_id in named else "",
        )
        for voice in drawn
    )


def _with_company(drawn: Iterable[DrawnVoice], reader: Reader) -> set[int]:
    return {voice.response_id for voice in drawn if carries_company(voice.promise, reader)}


def _sentence(shown: int, cleared: int, total: int, period: str) -> str:
    """What the comments shown were drawn from."""
    if not shown:
        return _nothing(total, period)
    kept_back = total - cleared
    rest = f"; {number(kept_back)} of them not cleared" if kept_back else ""
    if shown == cleared:
        return (
            f"{number(shown)} of {counted(total, 'comment')}, {period}: all that are cleared{rest}."
        )
    return (
        f"{number(shown)} of {counted(total, 'comment')}, {period}, drawn at random, one at least "
        f"of each score group that has any cleared{rest}."
    )


def _all_sentence(cleared: int, total: int, period: str) -> str:
    if not cleared:
        return _nothing(total, period)
    return f"{number(cleared)} of {counted(total, 'comment')}, {period}, cleared; in random order."


def _nothing(total: int, period: str) -> str:
    if not total:
        return f"No comment was written with these answers, {period}."
    return f"{counted(total, 'comment')}, {period}; none is cleared."
