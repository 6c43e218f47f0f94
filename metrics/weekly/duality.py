"""The duality gap, end user minus channel partner: weekly by weights, paired over 13 weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from metrics.figures import EstimateFigure, FigureKey, GapFigure
from metrics.integrity.gates import GRADES, NOT_SHOWN, Standing
from metrics.integrity.wording import several
from metrics.method import FLASH_MIN_N, PAIR_WINDOW, WINDOWS, Family
from metrics.models import Decision, Level
from metrics.warehouse.columns import Bools, Coded, Ints, floats, integers, strings
from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import Reference, WeekCells
from metrics.weekly.compare import is_shown
from metrics.weekly.disclosure import MIN_PERSONS_OF_PARTNER
from metrics.weighing.estimate import MIN_HEARD, MIN_N
from metrics.weighing.measures import METRICS, MetricSpec
from metrics.weighing.places import EVERYWHERE
from stats import (
    PairedGap,
    Suppression,
    independent_difference,
    paired_gap,
    primary_suppression,
)

PAIRED_LEVELS = (Level.NETWORK, Level.COUNTRY, Level.REGION, Level.PARTNER)
WORST_FIRST = "FEDCBA"
AUDIENCES = ("end_user", "channel_partner")
StandingAt = Callable[[Level, str, str], Standing]
ASKED_APART = "The two customers are asked this at different touchpoints; pairs compare it."


def weekly_gaps(
    figures: Mapping[FigureKey, EstimateFigure], clusters: Mapping[FigureKey, int]
) -> Iterator[GapFigure]:
    """Difference of the two audiences' weighted estimates at every node, touchpoints together.

    `clusters` are the accounts that answered, among channel partners the persons (methods A2a).
    A question that the two are asked at different touchpoints has no such gap, only a paired one.
    The audiences are treated as independent; answers about the same transactions agree more than
    chance, so that the interval is a little too wide, never too narrow.
    """
    apart = _asked_apart(clusters)
    for key, user in figures.items():
        audience, window, level, node, touchpoint, metric = key
        if audience != "end_user" or touchpoint != EVERYWHERE or level not in PAIRED_LEVELS:
            continue
        other = ("channel_partner", window, level, node, touchpoint, metric)
        if other in figures:
            gap = _weekly(user, figures[other], clusters[key], clusters[other])
            yield _because(gap, ASKED_APART) if metric in apart else gap


def _asked_apart(clusters: Mapping[FigureKey, int]) -> set[str]:
    """Metrics answered by one audience where many of the other answered, but none this question."""
    answered: dict[tuple[str, str], set[str]] = defaultdict(set)
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for (audience, window, level, _, touchpoint, metric), count in clusters.items():
        if (window, level) == (max(WINDOWS), Level.NETWORK) and touchpoint:
            answered[audience, metric].add(touchpoint)
            heard[audience][touchpoint] = max(count, heard[audience][touchpoint])
    return {
        metric
        for audience, other in (AUDIENCES, AUDIENCES[::-1])
        for metric in METRICS
        for touchpoint in answered[audience, metric] - answered[other, metric]
        if heard[other][touchpoint] >= MIN_HEARD
    }


def _weekly(user: EstimateFigure, partner: EstimateFigure, users: int, persons: int) -> GapFigure:
    blank = GapFigure(
        is_paired=False,
        window=user.window,
        level=user.level,
        node_key=user.node_key,
        metric=user.metric,
        value=None,
        se=None,
        ci_low=None,
        ci_high=None,
        n=user.n + partner.n,
        accounts=user.accounts + partner.accounts,
        decision=Decision.SUPPRESS,
        grade=NOT_SHOWN,
        reason=None,
    )
    for figure, who in ((user, "End users"), (partner, "Channel partners")):
        if not is_shown(figure) or figure.se is None:
            return _because(blank, f"{who}: {figure.reason or 'held'}")
    return _difference(blank, user, partner, users, persons)


def _because(gap: GapFigure, reason: str) -> GapFigure:
    """The same gap, not shown."""
    return replace(
        gap,
        value=None,
        se=None,
        ci_low=None,
        ci_high=None,
        decision=Decision.SUPPRESS,
        grade=NOT_SHOWN,
        weakest=reason,
        reason=reason,
    )


def _difference(
    blank: GapFigure, user: EstimateFigure, partner: EstimateFigure, users: int, persons: int
) -> GapFigure:
    assert user.value is not None
    assert partner.value is not None
    assert user.se is not None
    assert partner.se is not None
    found = independent_difference(
        user.value,
        user.se,
        partner.value,
        partner.se,
        df_a=max(1, users - 1),
        df_b=max(1, persons - 1),
    )
    assert found.se is not None
    assert found.interval is not None
    caveat = Decision.CAVEAT in (user.decision, partner.decision)
    worse = min(user, partner, key=lambda figure: WORST_FIRST.index(figure.grade))
    return GapFigure(
        **{
            **vars(blank),
            "value": rounded(found.difference),
            "se": rounded(found.se),
            "ci_low": rounded(found.interval.low),
            "ci_high": rounded(found.interval.high),
            "decision": Decision.CAVEAT if caveat else Decision.PUBLISH,
            "grade": _grade_of_both(user, partner),
            "weakest": worse.weakest,
            "families": ",".join(_families_of_both(user, partner)),
        }
    )


def _families_of_both(user: EstimateFigure, partner: EstimateFigure) -> list[str]:
    """Every check of either customer concerns the gap between them (0.9a)."""
    warned = {*user.families.split(","), *partner.families.split(",")}
    return [family.value for family in Family if family.value in warned]


def _grade_of_both(user: EstimateFigure, partner: EstimateFigure) -> str:
    """Two figures that are shown: D where either is, else by the families that warn of either."""
    if "D" in (user.grade, partner.grade):
        return "D"
    return GRADES[min(len(_families_of_both(user, partner)), 3)]


@dataclass(frozen=True)
class _Pairs:
    """The pairs of 13 weeks with where each belongs."""

    node: dict[Level, Coded]
    person: Ints
    user_account: Ints
    partner: Coded
    is_flash: bool
    table: pa.Table


def paired_gaps(
    weeks: Sequence[WeekCells],
    reference: Reference,
    standing_at: StandingAt,
    *,
    is_flash: bool,
) -> Iterator[GapFigure]:
    """Mean difference on the same transactions, clustered by the partner's person who answered."""
    # Weeks frozen with method 1.0 do not say whose pairs they are: they count as one customer's.
    table = pa.concat_tables([week.pairs for week in weeks], promote_options="default")
    table = table.combine_chunks()
    if table.num_rows == 0:
        return
    partner = strings(table, "partner")
    pairs = _Pairs(
        node={
            Level.NETWORK: Coded(np.zeros(len(partner), dtype=np.int64), ("",)),
            Level.COUNTRY: partner.mapped({p: reference.country_of(p) for p in partner.levels}),
            Level.REGION: partner.mapped({p: reference.region_of(p) for p in partner.levels}),
            Level.PARTNER: partner,
        },
        person=integers(table, "account"),
        user_account=integers(table, "user_account"),
        partner=partner,
        is_flash=is_flash,
        table=table,
    )
    for spec in METRICS.values():
        for level in PAIRED_LEVELS:
            yield from _paired_at(pairs, spec, level, standing_at)


def _paired_at(
    pairs: _Pairs, spec: MetricSpec, level: Level, standing_at: StandingAt
) -> Iterator[GapFigure]:
    user = spec.values(floats(pairs.table, f"user_{spec.question}")) * spec.unit
    partner = spec.values(floats(pairs.table, f"partner_{spec.question}")) * spec.unit
    both = np.isfinite(user) & np.isfinite(partner)
    column = pairs.node[level]
    for code, key in enumerate(column.levels):
        rows = both & (column.codes == code)
        if not rows.any() or (level is not Level.NETWORK and not key):
            continue
        persons = pairs.person[rows]
        found = paired_gap(user[rows], partner[rows], persons, scale=spec.scale)
        standing = standing_at(level, key, spec.metric.value)
        hidden = _hidden(pairs, rows, found, level) or " ".join(standing.withheld)
        if standing.blocked and not hidden:
            hidden = f"Held back. {' '.join(standing.blocked)}"
        yield _paired_figure(found, spec, level, key, hidden, standing)


def _hidden(pairs: _Pairs, rows: Bools, found: PairedGap, level: Level) -> str:
    """Why a paired gap may not be shown: the rules of both customers' own figures (methods H4).

    Else whoever knows one side of the pairs would read the other from the gap.
    """
    told = several(found.pairs, "pair", "pairs")
    if found.pairs < MIN_N:
        return f"{told}, fewer than {MIN_N}."
    if level is Level.PARTNER and found.accounts < MIN_PERSONS_OF_PARTNER:
        return f"{told} of fewer than three of the partner's persons."
    if level is not Level.PARTNER and _of_too_few(pairs.partner.codes[rows]):
        return "The pairs are of too few partners, or mostly of one."
    if _of_too_few(pairs.user_account[rows]):
        return "The pairs are with too few customers, or mostly with one."
    if found.interval is None:
        return f"No interval can be given: {found.reason.sentence}."
    if pairs.is_flash and found.pairs < FLASH_MIN_N:
        return f"{told}; figures of fewer than {FLASH_MIN_N} are published in the final only."
    return ""


def _of_too_few(owner: Ints) -> bool:
    counts = np.unique(owner, return_counts=True)[1]
    broken = primary_suppression([counts.sum()], [len(counts)], [counts.max() / counts.sum()])
    return broken[0] is not Suppression.SHOWN


def _paired_figure(
    found: PairedGap, spec: MetricSpec, level: Level, key: str, hidden: str, standing: Standing
) -> GapFigure:
    interval = None if hidden else found.interval
    grade = NOT_SHOWN if hidden else standing.grade
    return GapFigure(
        is_paired=True,
        window=PAIR_WINDOW,
        level=level.value,
        node_key=key,
        metric=spec.metric.value,
        value=rounded(found.gap) if interval else None,
        se=rounded(found.se) if interval else None,
        ci_low=rounded(interval.low) if interval else None,
        ci_high=rounded(interval.high) if interval else None,
        n=found.pairs,
        accounts=found.accounts,
        decision=_decision(interval is None, grade),
        grade=grade,
        weakest=hidden or standing.weakest,
        families="" if hidden else standing.families,
        reason=hidden or None,
    )


def _decision(hidden: bool, grade: str) -> Decision:
    if hidden:
        return Decision.SUPPRESS
    return Decision.PUBLISH if grade == "A" else Decision.CAVEAT
