"""The six families of checks in one line each: a state in words, and how the checks went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.web.filters import number
from metrics.dashboards.told import Told
from metrics.dashboards.wording import listed
from metrics.method import Family, Severity
from metrics.models import Level, State

FAMILIES = {
    Family.STRATEGY: "Link to the strategy",
    Family.CONSTRUCTS: "Constructs",
    Family.SAMPLING: "Sampling",
    Family.QUESTIONNAIRE: "Questionnaire",
    Family.RESPONSE_BIAS: "Response bias",
    Family.ANALYTICS: "Analytics",
}
STATES = {
    State.FAIL: "Failed",
    State.WARN: "Warning",
    State.UNKNOWN: "Not known",
    State.PASS: "Passed",
    State.NOT_APPLICABLE: "Does not apply",
}
WORST_FIRST = tuple(STATES)
TROUBLE = (State.FAIL, State.WARN, State.UNKNOWN)
NOTHING_CHECKED = "Nothing was checked"


@dataclass(frozen=True)
class FamilyTally:
    """How the checks of one family went, counted by state.

    `whole` are those of the whole network, `places` those of single places; `idle` passed and could
    not have changed a grade.
    """

    whole: Mapping[State, int]
    places: Mapping[State, int]
    idle: int = 0

    @property
    def state(self) -> State:
        """The worst of the whole network; what failed in a place alone is a warning.

        Never passed unless a check passed that could have told otherwise.
        """
        worst = _worst(self.whole)
        below = State.WARN if self.places.get(State.FAIL) else _worst(self.places)
        worst = min(worst, below, key=WORST_FIRST.index)
        if worst in TROUBLE:
            return worst
        return State.PASS if self.of(State.PASS) > self.idle else State.NOT_APPLICABLE

    @property
    def count(self) -> int:
        return sum(self.whole.values()) + sum(self.places.values())

    def of(self, state: State) -> int:
        return self.whole.get(state, 0) + self.places.get(state, 0)


def _worst(counts: Mapping[State, int]) -> State:
    return next((state for state in WORST_FIRST if counts.get(state)), State.NOT_APPLICABLE)


@dataclass(frozen=True)
class FamilyMark:
    """One of six marks: `state` draws it, `text` says it, `counts` how the checks went."""

    key: str
    name: str
    state: str
    text: str
    counts: str


@dataclass(frozen=True)
class CheckCount:
    """How many checks of a family came out in one way; what a tally is added up from."""

    family: str
    state: str
    severity: str
    is_whole: bool
    count: int


def count_of(row: Told) -> CheckCount:
    return CheckCount(row.family, row.state, row.severity, row.level in ("", Level.NETWORK), 1)


def tally(counts: Iterable[CheckCount]) -> dict[str, FamilyTally]:
    """By family; a family without a check is not in it."""
    whole: dict[str, Counter[State]] = {}
    places: dict[str, Counter[State]] = {}
    idle: Counter[str] = Counter()
    for one in counts:
        part = whole if one.is_whole else places
        part.setdefault(one.family, Counter())[State(one.state)] += one.count
        if one.severity == Severity.INFO and one.state == State.PASS:
            idle[one.family] += one.count
    return {
        family: FamilyTally(whole.get(family, {}), places.get(family, {}), idle[family])
        for family in {**whole, **places}
    }


def family_marks(tallies: Mapping[str, FamilyTally]) -> tuple[FamilyMark, ...]:
    """Six marks in the families' order."""
    return tuple(_mark(family, tallies.get(family)) for family in Family)


def marks_of(findings: Iterable[Told]) -> tuple[FamilyMark, ...]:
    return family_marks(tally(count_of(row) for row in findings))


def _mark(family: Family, found: FamilyTally | None) -> FamilyMark:
    state, text = state_and_text(found)
    return FamilyMark(family, FAMILIES[family], state, text, counts_text(found))


def state_and_text(found: FamilyTally | None) -> tuple[str, str]:
    """The mark and its words; a family in which nothing could be checked says just that."""
    if found is None or not found.count:
        return State.NOT_APPLICABLE, NOTHING_CHECKED
    if found.state is State.NOT_APPLICABLE and found.of(State.PASS):
        return State.NOT_APPLICABLE, "Nothing that bears on a figure was checked"
    return found.state, STATES[found.state]


def counts_text(found: FamilyTally | None) -> str:
    """1 failed, 2 warnings and 12 passed; 3 do not apply."""
    if found is None or not found.count:
        return "no check"
    words = {
        State.FAIL: ("failed", "failed"),
        State.WARN: ("warning", "warnings"),
        State.UNKNOWN: ("could not be made", "could not be made"),
        State.PASS: ("passed", "passed"),
    }
    said = [
        f"{number(found.of(state))} {one if found.of(state) == 1 else many}"
        for state, (one, many) in words.items()
        if found.of(state)
    ]
    idle = found.of(State.NOT_APPLICABLE)
    apart = f"{number(idle)} {'does' if idle == 1 else 'do'} not apply" if idle else ""
    return "; ".join(part for part in (listed(said), apart) if part)
