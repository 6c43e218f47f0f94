"""What the page about break-off shows."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.break_off.services import FEWEST_BEGUN, BreakOffOfVersion
from stats import PageHazard


@dataclass(frozen=True)
class BreakOffLine:
    """One page: its questions, who got there, who left on it, and whether that is unusual."""

    page: int
    questions: str
    reached: int
    left: int
    hazard: str
    interval: str
    is_spike: bool


@dataclass(frozen=True)
class BreakOffPage:
    questionnaire: str
    number: int
    begun_count: int
    sent_count: int
    open_count: int
    early_count: int
    lines: tuple[BreakOffLine, ...]
    completion: str | None
    too_few: str | None


def break_off_page(found: BreakOffOfVersion) -> BreakOffPage:
    ends, result = found.ends, found.result
    hazards = {hazard.page: hazard for hazard in result.pages} if result else {}
    return BreakOffPage(
        questionnaire=found.version.questionnaire.key,
        number=found.version.number,
        begun_count=found.begun_count,
        sent_count=ends.sent_count,
        open_count=ends.open_count,
        early_count=ends.early_count,
        lines=tuple(
            _line(number, keys, ends.reached[number - 1], ends.reached[number], hazards.get(number))
            for number, keys in enumerate(ends.pages, start=1)
        ),
        completion=f"{result.completion:.0%}" if result else None,
        too_few=None if result else _too_few(found.begun_count),
    )


def _line(
    number: int, keys: tuple[str, ...], reached: int, stayed: int, hazard: PageHazard | None
) -> BreakOffLine:
    return BreakOffLine(
        page=number,
        questions=", ".join(keys),
        reached=reached,
        left=reached - stayed,
        hazard=f"{hazard.hazard:.1%}" if hazard else "",
        interval=f"{hazard.interval.low:.1%} to {hazard.interval.high:.1%}" if hazard else "",
        is_spike=bool(hazard and hazard.spike),
    )


def _too_few(begun_count: int) -> str:
    return (
        f"{begun_count} begun so far: too few to say where people leave. From {FEWEST_BEGUN} on "
        "each page has its share."
    )
