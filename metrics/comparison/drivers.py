"""What goes with recommendation, over 13 weeks (methods I1, I3): association, never effect.

Events are facts of the transaction, so that everybody has them; answers are weighted as the window
is. Ratings are what the same sheet asks beside recommendation; they carry their base weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.comparison.figures import DriverFigure, DriverKind, UntoldDriver
from metrics.comparison.ratings import RatedSheets, rated_sheets
from metrics.figures import EstimateFigure
from metrics.models import Decision, Level, Metric
from metrics.warehouse.columns import Bools, Coded, Floats, Ints
from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import WeekCells
from metrics.warehouse.schema import SCORES
from metrics.weighing.measures import METRICS
from metrics.weighing.places import EVERYWHERE
from metrics.weighing.weigh import Weighed
from metrics.weighing.windows import WeighedWindow
from stats import Driver, NoAnswer, StatsError, key_drivers, penalty_reward

WINDOW = 13
OUTCOME = METRICS[Metric.NPS]
EVENTS = ("complaint_or_return", "late")
NOTHING_WRONG = "nothing_wrong"
SEED = 13
DRAWS = 500
# A driver is shown only with this many answers behind it, as any other figure.
FEWEST = 30
HAPPENED, DID_NOT = 1.0, 0.0


NOT_SHOWN = (
    "Recommendation over these 13 weeks is not shown or held, and what goes with it would tell of "
    "it."
)
NO_OUTCOME = "Of no transaction it is recorded whether something went wrong."
NO_OTHERS = f"Fewer than {FEWEST} answered with whose transaction nothing went wrong."
FEW_BEFELL = f"It befell fewer than {FEWEST} of those who answered."
FEW_SHEETS = f"Fewer than {FEWEST} sheets rate everything that is asked beside recommendation."
NO_SHEET = "No questionnaire asks to rate two things or more beside recommendation."
NO_INTERVAL = "Its interval cannot be known from these answers."
Found = DriverFigure | UntoldDriver


def drivers(
    weighed: Sequence[WeighedWindow],
    weeks: Sequence[WeekCells],
    estimates: Iterable[EstimateFigure],
) -> Iterator[Found]:
    """Events and ratings of both customers in the 13 weeks that end with the edition's, each with
    its size, or why that is not told.

    Only of audiences whose recommendation is shown: what goes with a figure that is held or
    hidden would tell of it.
    """
    shown = {figure.audience for figure in estimates if _is_driven(figure)}
    rated: dict[str, list[RatedSheets]] = {}
    for sheets in _widest(rated_sheets(weeks)):
        rated.setdefault(sheets.audience, []).append(sheets)
    for item in weighed:
        audience = item.weighed.stack.audience
        if item.window == WINDOW and audience in shown:
            yield from event_drivers(item.weighed)
    for item in weighed:
        audience = item.weighed.stack.audience
        if item.window != WINDOW:
            continue
        if audience not in shown:
            yield from _untold_kinds(audience, NOT_SHOWN, *DriverKind)
        elif audience not in rated:
            yield from _untold_kinds(audience, NO_SHEET, DriverKind.RATING)
    for audience in sorted(rated.keys() & shown):
        for sheets in rated[audience]:
            yield from rating_drivers(sheets)


def _untold_kinds(audience: str, reason: str, *kinds: DriverKind) -> Iterator[UntoldDriver]:
    for kind in kinds:
        yield UntoldDriver(audience, kind, "", "", reason)


def _is_driven(figure: EstimateFigure) -> bool:
    """The network's recommendation over these weeks, where it is shown."""
    place = (figure.window, figure.level, figure.touchpoint_key, figure.metric)
    is_shown = figure.decision in (Decision.PUBLISH, Decision.CAVEAT)
    return is_shown and place == (WINDOW, Level.NETWORK, EVERYWHERE, OUTCOME.metric)


def _widest(found: Iterable[RatedSheets]) -> list[RatedSheets]:
    """One set of ratings for each set of touchpoints: where a questionnaire changed within the
    weeks, the one that most people answered."""
    widest: dict[tuple[str, tuple[str, ...]], RatedSheets] = {}
    for sheets in found:
        key = (sheets.audience, sheets.touchpoints)
        if key not in widest or sheets.n > widest[key].n:
            widest[key] = sheets
    return list(widest.values())


@dataclass(frozen=True)
class _Answers:
    """Rows of equal answers: NPS worth, weight, how many, account, what happened."""

    worth: Floats
    weight: Floats
    count: Ints
    account: Ints
    outcome: Coded


def event_drivers(weighed: Weighed) -> Iterator[Found]:
    """NPS of those whom an event befell less that of those with nothing wrong, at all touchpoints.

    Weighted least squares on one mark for each event, errors by account (Binder 1983).
    """
    audience, answers = weighed.stack.audience, _recorded(weighed)
    population = weighed.stack.frame.counts("outcome")
    recorded = sum(population.get(name, 0) for name in (*EVENTS, NOTHING_WRONG))
    if not recorded or _count(answers, NOTHING_WRONG) < FEWEST:
        reason = NO_OTHERS if recorded else NO_OUTCOME
        yield from _untold_kinds(audience, reason, DriverKind.EVENT)
        return
    told = [name for name in EVENTS if _count(answers, name) >= FEWEST]
    fitted = _fit(answers, told)
    for name in EVENTS:
        effect = fitted.get(name)
        if effect is None:
            reason = NO_INTERVAL if name in told else FEW_BEFELL
            yield UntoldDriver(audience, DriverKind.EVENT, "", name, reason)
            continue
        marked = _is(answers.outcome, name)
        yield _event(
            audience, name, effect, population.get(name, 0) / recorded,
            int(answers.count[marked].sum()), len(np.unique(answers.account[marked])),
            population.get(name, 0),
        )  # fmt: skip


def _recorded(weighed: Weighed) -> _Answers:
    """Rows by score with a recorded outcome; nobody who is only partly known stands in."""
    stack, design = weighed.stack, weighed.design
    counts = stack.histograms[OUTCOME.question]
    low, high = SCORES[OUTCOME.question]
    row, score = np.nonzero(counts)
    outcome = stack.answers.attributes["outcome"].taken(row)
    known = _is(outcome, NOTHING_WRONG, *EVENTS)
    row, score = row[known], score[known]
    worth = OUTCOME.values(np.arange(low, high + 1, dtype=np.float64)) * OUTCOME.unit
    return _Answers(
        worth[score],
        design.weights[design.cell[row]],
        counts[row, score].astype(np.int64),
        stack.account[row],
        outcome.taken(np.flatnonzero(known)),
    )


def _is(column: Coded, *levels: str) -> Bools:
    codes = [column.levels.index(level) for level in levels if level in column.levels]
    found: Bools = np.isin(column.codes, codes)
    return found


def _count(answers: _Answers, outcome: str) -> int:
    return int(answers.count[_is(answers.outcome, outcome)].sum())


def _fit(answers: _Answers, names: Sequence[str]) -> dict[str, tuple[float, ...]]:
    """(difference, low, high) of each event; one whose error cannot be known is left out."""
    if not names:
        return {}
    marks = np.column_stack([_is(answers.outcome, name) for name in names])
    try:
        found = penalty_reward(
            np.where(marks, HAPPENED, DID_NOT),
            answers.worth,
            answers.account,
            low=DID_NOT - 1.0,
            high=HAPPENED,
            weights=answers.weight * answers.count,
            names=names,
        )
    except StatsError:
        return {}
    return {
        one.name: (one.reward.value, one.reward.interval.low, one.reward.interval.high)
        for one in found
        if one.reward.value is not None and one.reward.interval is not None
    }


def _event(
    audience: str,
    name: str,
    effect: tuple[float, ...],
    share: float,
    n: int,
    accounts: int,
    population: int,
) -> DriverFigure:
    size, low, high = (rounded(number) for number in effect)
    return DriverFigure(
        audience=audience, kind=DriverKind.EVENT, touchpoints="", name=name,
        size=size, size_low=low, size_high=high, share=rounded(share),
        mean=None, mean_low=None, mean_high=None, rank_low=None, rank_high=None,
        entangled=False, r2=None, n=n, accounts=accounts, population=population,
    )  # fmt: skip


def rating_drivers(sheets: RatedSheets) -> Iterator[Found]:
    """LMG shares of the ratings asked beside recommendation, with intervals by account."""
    places = ",".join(sheets.touchpoints)
    if sheets.n < FEWEST or len(sheets.items) < 2:
        reason = FEW_SHEETS if sheets.n < FEWEST else NO_SHEET
        yield UntoldDriver(sheets.audience, DriverKind.RATING, places, "", reason)
        return
    try:
        found = key_drivers(
            sheets.ratings,
            sheets.outcome,
            sheets.account,
            np.random.default_rng(SEED),
            weights=sheets.weight,
            names=sheets.items,
            draws=DRAWS,
        )
    except StatsError as error:
        yield UntoldDriver(sheets.audience, DriverKind.RATING, places, "", str(error))
        return
    if not found.drivers:
        yield UntoldDriver(sheets.audience, DriverKind.RATING, places, "", _sentence(found.reason))
    for driver in found.drivers:
        told = _rating(sheets, driver, found.accounts)
        yield told or UntoldDriver(
            sheets.audience, DriverKind.RATING, places, driver.name,
            _sentence(found.interval_reason),
        )  # fmt: skip


def _sentence(reason: NoAnswer) -> str:
    said = reason.sentence
    return f"{said[:1].upper()}{said[1:]}." if said else NO_INTERVAL


def _rating(sheets: RatedSheets, driver: Driver, accounts: int) -> DriverFigure | None:
    """None where the interval, the ranks or the share cannot be known."""
    if not (driver.interval and driver.ranks and driver.mean_interval) or driver.share is None:
        return None
    return DriverFigure(
        audience=sheets.audience,
        kind=DriverKind.RATING,
        touchpoints=",".join(sheets.touchpoints),
        name=driver.name,
        size=rounded(driver.lmg),
        size_low=rounded(driver.interval.low),
        size_high=rounded(driver.interval.high),
        share=rounded(driver.share),
        mean=rounded(driver.mean),
        mean_low=rounded(driver.mean_interval.low),
        mean_high=rounded(driver.mean_interval.high),
        rank_low=driver.ranks.best,
        rank_high=driver.ranks.worst,
        entangled=driver.entangled,
        r2=rounded(driver.r2),
        n=sheets.n,
        accounts=accounts,
        population=sheets.n,
    )
