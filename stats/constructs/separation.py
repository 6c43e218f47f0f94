"""The separation of constructs from their answers, with a bootstrap limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from stats.arrays import FloatArray
from stats.constructs.htmt import Htmt, Items, construct_pairs, htmt, htmt_values, no_htmt
from stats.constructs.item_answers import ItemAnswers
from stats.constructs.minimum_data import DataPurpose, minimum_data
from stats.constructs.resampling import MOST_LOST, resampled_correlations
from stats.constructs.untestable import UntestableConstruct
from stats.constructs.verdict import ConstructVerdict
from stats.intervals.account_draws import DRAWS, check_draws
from stats.intervals.interval import LEVEL


def construct_separation(
    answers: ItemAnswers,
    constructs: Sequence[str],
    generator: np.random.Generator | None = None,
    *,
    draws: int = DRAWS,
    level: float = LEVEL,
) -> tuple[Htmt, ...]:
    """`htmt` of the complete answers, with the upper limit of HTMT when a generator is handed in.

    The limit is the `level` quantile over samples of whole accounts with replacement (one-sided);
    two constructs are separate when it does not exceed the cut-off, Franke & Sarstedt 2019. Fewer
    than 100 complete answers are NOT_TESTABLE. Raises as `htmt`, and OutOfRange for too few draws.

    >>> answers = ItemAnswers.of_rows([[4, 5, 1, 1], [2, 2, 4, 2], [5, 4, 2, 1], [1, 2, 5, 5]])
    >>> print(construct_separation(answers, ["ease", "ease", "effort", "effort"])[0])
    ease and effort: HTMT 1.010 (not testable), HTMT2 1.005
    """
    pairs = construct_pairs(constructs, answers.items)
    if answers.obstacle is not UntestableConstruct.NOTHING:
        return tuple(no_htmt(first, second, answers.obstacle) for first, second, _ in pairs)
    found = htmt(answers.correlations(), constructs)
    if minimum_data(2, [answers.n], DataPurpose.RELIABILITY).verdict is not ConstructVerdict.FINE:
        found = tuple(_gated(pair) for pair in found)
    if generator is None:
        return found
    check_draws(draws, level)
    if int(answers.accounts.max()) < 1:
        return tuple(replace(pair, upper_reason=UntestableConstruct.FEW_ACCOUNTS) for pair in found)
    drawn = resampled_correlations(answers, generator, draws)
    return tuple(
        _with_upper(pair, drawn, items, draws, level)
        for pair, (_, _, items) in zip(found, pairs, strict=True)
    )


def _gated(pair: Htmt) -> Htmt:
    judged = pair.verdict not in (ConstructVerdict.NOT_APPLICABLE, ConstructVerdict.NOT_TESTABLE)
    return replace(pair, verdict=ConstructVerdict.NOT_TESTABLE) if judged else pair


def _with_upper(pair: Htmt, drawn: FloatArray, items: Items, draws: int, level: float) -> Htmt:
    if pair.value is None:
        return pair
    values = htmt_values(drawn, items)
    values = values[~np.isnan(values)]
    if values.size < (1.0 - MOST_LOST) * draws:
        return replace(pair, upper_reason=UntestableConstruct.FEW_DRAWS)
    return replace(pair, upper=float(np.quantile(values, level)))
