"""What the pages about the limits of checks show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.clock import Week
from core.web.filters import instant
from metrics.dashboards.families import FAMILIES
from metrics.integrity.measures import MEASURES
from metrics.integrity.models import ThresholdChange
from metrics.integrity.settings.numbers import plain_number
from metrics.integrity.settings.queries import in_force
from metrics.integrity.settings.services import Limits
from metrics.method import THRESHOLDS, Family, Threshold

MARKS = {
    "V": "read in its source",
    "K": "known from its source",
    "P": "convention of this product",
}


@dataclass(frozen=True)
class ChangeLine:
    """One decision about a check's limits."""

    what: str
    applies_from: str
    why: str
    who: str
    when: str


@dataclass(frozen=True)
class CheckLine:
    """A check with the limits in force now; `changed` says who, since when and why."""

    key: str
    title: str
    value: str
    warns: str
    fails: str
    source: str
    own: str
    changed: ChangeLine | None
    planned: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class SettingsPage:
    week: str
    families: tuple[tuple[str, tuple[CheckLine, ...]], ...]
    changed_count: int
    unused: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class CheckPage:
    line: CheckLine
    limits: Limits
    is_own: bool
    side: str
    lowest: str
    highest: str
    history: tuple[tuple[str, ...], ...]


def settings_page(
    changes: Sequence[ThresholdChange], current: Week, zone: ZoneInfo
) -> SettingsPage:
    lines = {key: check_line(key, changes, current, zone) for key in THRESHOLDS}
    families = tuple(
        (
            FAMILIES[family],
            tuple(lines[key] for key in lines if MEASURES[key].family is family),
        )
        for family in Family
    )
    unknown = [change for change in changes if change.check_key not in THRESHOLDS]
    return SettingsPage(
        week=str(current),
        families=tuple((name, found) for name, found in families if found),
        changed_count=sum(line.changed is not None for line in lines.values()),
        unused=tuple(_change_line(change, zone) for change in unknown),
    )


def check_page(
    check_key: str, changes: Sequence[ThresholdChange], current: Week, zone: ZoneInfo
) -> CheckPage:
    own = THRESHOLDS[check_key]
    held = in_force(changes, str(current)).get(check_key)
    return CheckPage(
        line=check_line(check_key, changes, current, zone),
        limits=_limits(held, own),
        is_own=held is None or held.warn is None,
        side="below" if own.low_is_bad else "above",
        lowest=plain_number(own.lowest),
        highest=plain_number(own.highest),
        history=tuple(_history_row(_change_line(change, zone)) for change in reversed(changes)),
    )


def check_line(
    check_key: str, changes: Iterable[ThresholdChange], current: Week, zone: ZoneInfo
) -> CheckLine:
    """One check as it stands in the current week."""
    own, measure = THRESHOLDS[check_key], MEASURES[check_key]
    mine = [change for change in changes if change.check_key == check_key]
    held = in_force(mine, str(current)).get(check_key)
    limits = _limits(held, own)
    is_own = held is None or held.warn is None
    return CheckLine(
        key=check_key,
        title=measure.title,
        value=measure.value,
        warns=_beyond(limits.warn, own),
        fails=_beyond(limits.fail, own),
        source=_source(own.source),
        own="" if is_own else _pair(own.warn, own.fail),
        changed=None if is_own or held is None else _change_line(held, zone),
        planned=tuple(_change_line(c, zone) for c in mine if c.applies_from > str(current)),
    )


def _beyond(limit: float, own: Threshold) -> str:
    """ "above 0.2"; never, where no value is beyond the limit."""
    if own.low_is_bad:
        return f"below {plain_number(limit)}" if limit > own.lowest else "never"
    return f"above {plain_number(limit)}" if limit < own.highest else "never"


def _limits(held: ThresholdChange | None, own: Threshold) -> Limits:
    if held is None or held.warn is None or held.fail is None:
        return Limits(own.warn, own.fail)
    return Limits(held.warn, held.fail)


def _source(mark: str) -> str:
    """ "P methods F7" → "convention of this product (methods F7)"."""
    letter, _, rest = mark.partition(" ")
    words = MARKS.get(letter, letter)
    return f"{words} ({rest})" if rest else words


def _change_line(change: ThresholdChange, zone: ZoneInfo) -> ChangeLine:
    what = _pair(change.warn, change.fail)
    return ChangeLine(
        what=what if change.check_key in THRESHOLDS else f"{change.check_key}: {what}",
        applies_from=change.applies_from,
        why=change.reason,
        who=change.changed_by,
        when=instant(change.changed_at, zone),
    )


def _pair(warn: float | None, fail: float | None) -> str:
    if warn is None or fail is None:
        return "the method’s own limits"
    return f"{plain_number(warn)} and {plain_number(fail)}"


def _history_row(line: ChangeLine) -> tuple[str, ...]:
    return line.when, line.what, line.applies_from, line.who, line.why
