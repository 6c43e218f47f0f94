"""What got better and what got worse since the last edition of the same kind, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.web.filters import number, percent
from metrics.dashboards.evidence import exact
from metrics.dashboards.families import FAMILIES, STATES
from metrics.dashboards.told import Told
from metrics.dashboards.wording import sentence
from metrics.integrity.measures import MEASURES, check_title
from metrics.method import THRESHOLDS, Family
from metrics.models import Level, State

Key = tuple[str, str, int, str, str, str, str]
About = Callable[[Told], str]

# What cannot be known counts as a warning (methods 0.9a).
RANKS = {State.PASS: 0, State.UNKNOWN: 1, State.WARN: 1, State.FAIL: 2}
SHARES = frozenset((
    "objective_coverage", "revenue_coverage", "contact_contract", "not_represented",
    "before_experience", "flagged_weight", "out_of_range", "item_nonresponse", "duplicates",
    "careless",
))  # fmt: skip
NAMED_PLACES = 3


class Direction(StrEnum):
    WORSE = "worse"
    BETTER = "better"
    LOST = "lost"


@dataclass(frozen=True)
class Step:
    """One check of one cut, as it was and as it is."""

    direction: Direction
    before: Told | None
    now: Told | None

    @property
    def row(self) -> Told:
        found = self.now or self.before
        assert found is not None
        return found


@dataclass(frozen=True)
class Move:
    """Steps of one check in one direction, told by the first of them."""

    text: str
    about: str
    more: str


def steps_between(before: Sequence[Told], now: Sequence[Told]) -> list[Step]:
    """Every check whose outcome is not what it was."""
    was, found = {key_of(row): row for row in before}, {key_of(row): row for row in now}
    made = {row.check_key for row in now}
    steps = [_step(was.get(key), row) for key, row in found.items()]
    steps += [_gone(row, made) for key, row in was.items() if key not in found]
    return [step for step in steps if step]


def key_of(row: Told) -> Key:
    return (
        row.check_key, row.audience, row.window, row.level, row.node_key, row.touchpoint_key,
        row.metric,
    )  # fmt: skip


def _step(before: Told | None, now: Told) -> Step | None:
    rank, was = _rank(now), _rank(before)
    if rank is None:
        return Step(Direction.LOST, before, now) if was is not None else None
    if rank > (was or 0):
        return Step(Direction.WORSE, before, now)
    return Step(Direction.BETTER, before, now) if was is not None and rank < was else None


def _gone(before: Told, made: set[str]) -> Step | None:
    """A check that is not made any more is lost; one that finds nothing any more is better."""
    rank = _rank(before)
    if rank is None:
        return None
    if before.check_key not in made:
        return Step(Direction.LOST, before, None)
    return Step(Direction.BETTER, before, None) if rank else None


def _rank(row: Told | None) -> int | None:
    """None where there is nothing to compare: no such check, or it could not apply."""
    return None if row is None else RANKS.get(State(row.state))


def tell(steps: Iterable[Step], direction: Direction, about: About) -> tuple[Move, ...]:
    """One move for each check, the whole network's first; the gravest checks first."""
    groups: dict[str, list[Step]] = {}
    for step in sorted((s for s in steps if s.direction is direction), key=_order):
        groups.setdefault(step.row.check_key, []).append(step)
    return tuple(_move(group, about) for group in groups.values())


def _order(step: Step) -> tuple[int, bool, str, int, str]:
    row = step.row
    gravest = max(_rank(step.now) or 0, _rank(step.before) or 0)
    is_place = row.level not in ("", Level.NETWORK)
    return (-gravest, is_place, row.audience, row.window, row.node_key)


def _move(group: Sequence[Step], about: About) -> Move:
    first, others = group[0], [about(step.row) for step in group[1:]]
    named = list(dict.fromkeys(others))[:NAMED_PLACES]
    left = len(others) - len(named)
    more = "; ".join(named) + (f"; and {number(left)} more" if left > 0 else "")
    return Move(told(first), about(first.row), f"Also: {more}." if more else "")


def told(step: Step) -> str:
    """Sampling worsened: business within reach 78 % → 71 %, now below 80 %."""
    family = FAMILIES[Family(step.row.family)]
    if step.direction is Direction.LOST:
        title = _lower(check_title(step.row.check_key))
        what = sentence(step.now.what) if step.now else "The check is not made any more."
        return f"{family}, {title}: no longer known. {what}"
    verb = "worsened" if step.direction is Direction.WORSE else "got better"
    figures = _figures(step)
    if figures:
        return f"{family} {verb}: {figures}"
    if step.now is None:
        return f"{family} {verb}: not found any more: {_lower(sentence(step.row.what))}"
    was = STATES[State(step.before.state)].lower() if step.before else "not checked"
    return f"{family} {verb}: {_lower(sentence(step.now.what))} Before: {was}."


def _figures(step: Step) -> str:
    """Both values and the limit between them; empty where they cannot be told so."""
    now, before = step.now, step.before
    measure = MEASURES.get(step.row.check_key)
    if now is None or before is None or measure is None or now.check_key not in THRESHOLDS:
        return ""
    if now.value is None or before.value is None or now.warn is None or now.fail is None:
        return ""
    texts = [written(now.check_key, value) for value in (before.value, now.value)]
    if texts[0] == texts[1]:
        return ""
    title = _lower(measure.title)
    return f"{title} {texts[0]} → {texts[1]}, now {_side(step, now.warn, now.fail)}."


def _side(step: Step, warn: float, fail: float) -> str:
    """On which side of which limit the value came to lie."""
    now = step.row
    has_fallen_below = THRESHOLDS[now.check_key].low_is_bad
    if step.direction is Direction.WORSE:
        limit = fail if now.state == State.FAIL else warn
        side = "below" if has_fallen_below else "above"
    else:
        limit = fail if now.state == State.WARN else warn
        side = "not below" if has_fallen_below else "not above"
    return f"{side} {written(now.check_key, limit)}"


def written(check_key: str, value: float) -> str:
    """A share in per cent; anything else to two places, or exactly where that is nothing."""
    if check_key in SHARES:
        return percent(value, 1 if 0 < abs(value) < 0.1 else 0)
    return exact(value) if 0 < abs(value) < 0.005 else number(value, 2)


def _lower(text: str) -> str:
    """For the middle of a sentence; a word in capitals (PSI) stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
