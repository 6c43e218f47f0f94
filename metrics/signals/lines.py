"""A signal as a list shows it: what it says, its figures, whose it is and by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from metrics.dashboards.figures import AgainstTarget, Figure, against_target, figure_of
from metrics.dashboards.queries import Reading
from metrics.dashboards.wording import capital, window_text
from metrics.method import PAIR_WINDOW
from metrics.models import Level
from metrics.signals.evidence import Evidence, window_of
from metrics.signals.models import Signal, SignalKind, SignalState
from metrics.signals.sentences import detail_text, now_text, signal_text
from metrics.signals.wording import (
    Reader,
    due_text,
    is_overdue,
    kind_text,
    owner_text,
    stands_text,
    to_do_text,
)


@dataclass(frozen=True)
class SignalFigure:
    """One customer's figure behind a signal."""

    audience: str
    figure: Figure
    against: AgainstTarget | None


@dataclass(frozen=True)
class SignalLine:
    """`present` are the figures of the newest final, where the signal no longer stands in it."""

    id: int
    url: str
    kind: str
    text: str
    to_do: str
    figures: tuple[SignalFigure, ...]
    figures_of: str
    detail: str
    stands: str
    owner: str
    due: str
    is_open: bool
    is_overdue: bool
    is_mine: bool
    week_url: str
    present: tuple[SignalFigure, ...] = ()
    present_text: str = ""


def signal_url(signal_id: int) -> str:
    return f"/signals/{signal_id}"


def signal_lines(
    signals: Sequence[Signal],
    evidence: Mapping[int, Evidence],
    reader: Reader,
    present: Mapping[int, Evidence],
) -> tuple[SignalLine, ...]:
    """`present`: what the newest final says of those that no longer stand in it."""
    return tuple(
        signal_line(signal, evidence[signal.id], reader, present.get(signal.id))
        for signal in signals
    )


def signal_line(
    signal: Signal, evidence: Evidence, reader: Reader, present: Evidence | None = None
) -> SignalLine:
    window = window_text(reader.newest_week, window_of(signal))
    return SignalLine(
        id=signal.id,
        url=signal_url(signal.id),
        kind=kind_text(signal),
        text=signal_text(signal, evidence, reader.names, is_now=reader.is_now(signal)),
        to_do=to_do_text(signal, reader),
        figures=tuple(signal_figures(evidence)),
        figures_of=capital(window_text(signal.last_seen_week, _seen_over(signal))),
        detail=detail_text(signal, evidence),
        stands=stands_text(signal, reader),
        owner=owner_text(signal),
        due=due_text(signal, reader),
        is_open=signal.state == SignalState.OPEN,
        is_overdue=is_overdue(signal, reader.today),
        is_mine=reader.is_owner(signal),
        week_url=week_url(signal),
        present=tuple(signal_figures(present)) if present else (),
        present_text=now_text(signal, present, window) if present else "",
    )


def _seen_over(signal: Signal) -> int:
    """Patterns are looked for in thirteen weeks, whatever a partner's figures are of."""
    return PAIR_WINDOW if signal.kind == SignalKind.REVIEW else window_of(signal)


def signal_figures(evidence: Evidence) -> Iterator[SignalFigure]:
    """The channel partner's first, as everywhere."""
    if evidence.partner is not None:
        yield _figure(evidence.partner, evidence.partner_goal)
    if evidence.reading is not None:
        yield _figure(evidence.reading, evidence.goal)


def _figure(reading: Reading, goal: float | None) -> SignalFigure:
    return SignalFigure(reading.audience, figure_of(reading), against_target(reading, goal))


def week_url(signal: Signal) -> str:
    """The page with the charts of the week in which it stood last."""
    week = f"?week={signal.last_seen_week}"
    if signal.touchpoint_key and signal.level == Level.NETWORK:
        return f"/touchpoint/{quote(signal.touchpoint_key)}{week}"
    if signal.level == Level.NETWORK:
        return f"/{week}"
    if signal.level == Level.PARTNER:
        return f"/partner/{quote(signal.node_key)}{week}"
    return f"/level/{signal.level}/{quote(signal.node_key)}{week}"
