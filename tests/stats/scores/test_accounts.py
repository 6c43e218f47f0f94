from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.errors import BadWeights, EmptyInput, OutOfRange
from stats.scores import (
    AccountScores,
    NoError,
    account_flags,
    account_rollup,
    account_scores,
    nps_points,
    portfolio_score,
)
from tests.stats.reference import column, table

# X, Y and Z of methods A7.
ACCOUNT = [1, 1, 1, 1, 2, 2, 3]
ROLE = ["decision_maker", "user", "user", "user", "decision_maker", "influencer", "user"]
POINTS = [-100, 100, 100, 100, 100, 0, 100]
REVENUE = {1: 800.0, 2: 150.0, 3: 50.0}


def worked() -> AccountScores:
    return account_scores(ACCOUNT, ROLE, POINTS)


def invented() -> AccountScores:
    roles = [row["role"] for row in table("scores_answers.csv")]
    account = column("scores_answers.csv", "account").astype(np.int64)
    scores = column("scores_answers.csv", "score").astype(np.int64)
    return account_scores(account, roles, nps_points(scores))


def test_the_worked_accounts_have_the_worked_scores_and_coverages() -> None:
    found = worked()

    assert found.score == pytest.approx([-42.86, 62.5, 100.0], abs=0.005)
    assert found.role_coverage == pytest.approx([0.7, 0.8, 0.2])
    assert found.pooled == pytest.approx(57.1, abs=0.05)


def test_the_worked_portfolio_has_the_worked_figures_and_differs_in_sign() -> None:
    found = account_rollup(worked(), REVENUE, population=30, cap=0.5)

    assert found.by_revenue is not None
    assert found.capped is not None
    assert found.equal.estimate == pytest.approx(39.9, abs=0.05)
    assert found.equal.se == pytest.approx(40.6, abs=0.05)
    assert found.by_revenue.estimate == pytest.approx(-19.9, abs=0.05)
    assert found.by_revenue.se == pytest.approx(26.6, abs=0.05)
    assert found.capped.estimate == pytest.approx(14.5, abs=0.05)
    assert found.pooled == pytest.approx(57.1, abs=0.05)
    assert found.differ_in_sign


def test_the_worked_portfolio_flags_the_account_of_the_detracting_decision_maker() -> None:
    flags = account_rollup(worked(), REVENUE).flags

    assert flags.decision_maker_detractor.tolist() == [1]
    assert flags.at_risk.tolist() == [1]
    assert flags.revenue_at_risk == 800.0
    assert flags.single_respondent.tolist() == [3]
    assert flags.low_role_coverage.tolist() == [3]


def test_account_scores_are_those_of_r() -> None:
    found, expected = invented(), table("scores_accounts.csv")

    assert found.account.tolist() == [int(row["account"]) for row in expected]
    assert found.score == pytest.approx([float(row["score"]) for row in expected], rel=1e-10)
    assert found.role_coverage == pytest.approx([float(row["coverage"]) for row in expected])


@pytest.mark.parametrize("population", [None, 120])
def test_portfolios_and_errors_are_those_of_svymean(population: int | None) -> None:
    revenue = {int(row["account"]): float(row["revenue"]) for row in table("scores_revenue.csv")}
    expected = {
        row["weighting"]: (float(row["estimate"]), float(row["se"]))
        for row in table("scores_portfolio.csv")
        if int(row["population"]) == (population or 0)
    }

    found = account_rollup(invented(), revenue, population=population)

    assert found.by_revenue is not None
    assert (found.equal.estimate, found.equal.se) == pytest.approx(expected["equal"], rel=1e-8)
    assert (found.by_revenue.estimate, found.by_revenue.se) == pytest.approx(
        expected["revenue"], rel=1e-8
    )


def test_an_account_heard_through_roles_without_weight_is_unscored_but_pooled() -> None:
    found = account_scores([1, 2], ["user", "gatekeeper"], [100, -100])

    assert found.account.tolist() == [1]
    assert found.unscored.tolist() == [2]
    assert (found.pooled, found.n) == (0.0, 2)
    assert account_rollup(found).flags.unscored.tolist() == [2]


def test_ratings_are_rolled_up_with_limits_on_their_scale() -> None:
    found = account_scores(
        [1, 1, 2], ["decision_maker", "user", "user"], [6.0, 10.0, 6.5], detractor_at=6.0
    )

    rollup = account_rollup(found, scale=(0.0, 10.0), at_risk_below=7.0)

    assert rollup.flags.decision_maker_detractor.tolist() == [1]
    assert rollup.flags.at_risk.tolist() == [1, 2]
    assert rollup.by_revenue is None
    assert rollup.flags.revenue_at_risk is None


def test_limits_of_the_flags_are_strict() -> None:
    found = account_scores([1, 1, 2], ["influencer", "user", "decision_maker"], [0, 0, 100])

    flags = account_flags(found)

    assert flags.low_role_coverage.tolist() == []
    assert flags.at_risk.tolist() == []


def test_one_account_accounts_that_agree_and_a_census_have_a_reason() -> None:
    one = portfolio_score([50.0], [1.0])
    same = portfolio_score([50.0, 50.0, 50.0], [1.0, 5.0, 2.0])
    every = portfolio_score([50.0, 20.0], [1.0, 1.0], population=2)

    assert [found.reason for found in (one, same, every)] == [
        NoError.FEW_ACCOUNTS,
        NoError.ZERO_VARIANCE,
        NoError.CENSUS,
    ]
    assert {(found.se, found.interval) for found in (one, same, every)} == {(None, None)}
    assert str(every) == (
        "+35.0, no interval: every account was measured, so no sampling error is left"
    )


def test_a_census_is_one_also_where_some_accounts_carry_no_weight() -> None:
    every = portfolio_score([50.0, 20.0, 90.0], [1.0, 2.0, 0.0], population=3)
    most = portfolio_score([50.0, 20.0, 90.0], [1.0, 2.0, 0.0], population=12)
    endless = portfolio_score([50.0, 20.0], [1.0, 2.0])

    assert every.reason is NoError.CENSUS
    # 3 of 12 accounts were measured, though one has no weight.
    assert most.se == pytest.approx(np.sqrt(0.75) * (endless.se or 0.0))


def test_one_account_of_one_answer_prints_in_the_singular() -> None:
    found = account_scores([7], ["user"], [100])

    assert str(found) == (
        "1 account scored from +100.0 to +100.0, 1 answer, 0 accounts without a weighted role"
    )
    assert str(account_rollup(found)).endswith("n 1; 1 account")


def test_accounts_without_weight_change_neither_estimate_nor_error() -> None:
    plain = portfolio_score([50.0, 20.0, -10.0], [1.0, 2.0, 3.0])
    more = portfolio_score([50.0, 20.0, -10.0, 90.0], [1.0, 2.0, 3.0, 0.0])

    assert more == plain


rows = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["decision_maker", "influencer", "user", "gatekeeper"]),
        st.sampled_from([-100.0, 0.0, 100.0]),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=100, deadline=None)
@given(rows=rows, seed=st.integers(0, 100))
def test_order_and_labels_change_nothing_and_figures_stay_on_the_scale(
    rows: list[tuple[int, str, float]], seed: int
) -> None:
    if all(role == "gatekeeper" for _, role, _ in rows):
        return
    order = np.random.default_rng(seed).permutation(len(rows))
    label = np.random.default_rng(seed).permutation(100)
    shuffled = [rows[at] for at in order]

    plain = account_rollup(account_scores(*(list(part) for part in zip(*rows, strict=True))))
    other = account_rollup(
        account_scores(
            label[[account for account, _, _ in shuffled]],
            [role for _, role, _ in shuffled],
            [points for _, _, points in shuffled],
        )
    )

    assert other.equal.estimate == pytest.approx(plain.equal.estimate, abs=1e-9)
    assert other.equal.reason is plain.equal.reason
    if plain.equal.interval is None:
        return
    assert other.equal.se == pytest.approx(plain.equal.se, rel=1e-9)
    assert -100.0 <= plain.equal.interval.low <= plain.equal.estimate
    assert plain.equal.estimate <= plain.equal.interval.high <= 100.0


def test_repeating_a_respondent_never_narrows_the_error_of_equal_accounts() -> None:
    once = account_rollup(worked()).equal
    often = account_rollup(
        account_scores(ACCOUNT + [3] * 50, ROLE + ["user"] * 50, POINTS + [100] * 50)
    )

    assert often.equal == once


def test_answers_that_cannot_be_attributed_are_refused() -> None:
    with pytest.raises(EmptyInput, match="Nobody answered"):
        account_scores([], [], [])
    with pytest.raises(EmptyInput, match="from a role with weight"):
        account_scores([1], ["gatekeeper"], [100])
    with pytest.raises(OutOfRange, match="role 'buyer' at position 1 is unknown; choose among dec"):
        account_scores([1, 1], ["user", "buyer"], [100, 0])
    with pytest.raises(OutOfRange, match="1 roles for 2 answers"):
        account_scores([1, 1], ["user"], [100, 0])
    with pytest.raises(OutOfRange, match="detractor_at is nan"):
        account_scores([1], ["user"], [100], detractor_at=float("nan"))
    with pytest.raises(OutOfRange, match="1 accounts for 2 answers"):
        account_scores([1], ["user", "user"], [100, 0])
    with pytest.raises(BadWeights, match="weights ≥ 0"):
        account_scores([1], ["user"], [100], role_weights={"user": -1.0, "influencer": 2.0})
    with pytest.raises(BadWeights, match="one above 0"):
        account_scores([1], ["user"], [100], role_weights={"user": 0.0})


def test_portfolios_that_cannot_be_are_refused() -> None:
    with pytest.raises(OutOfRange, match="Account 3 has no revenue"):
        account_rollup(worked(), {1: 800.0, 2: 150.0})
    with pytest.raises(BadWeights, match="Account 2 has revenue -1"):
        account_rollup(worked(), {1: 800.0, 2: -1.0, 3: 50.0})
    with pytest.raises(BadWeights, match="one above 0"):
        account_rollup(worked(), dict.fromkeys(REVENUE, 0.0))
    with pytest.raises(OutOfRange, match="3 accounts of 2"):
        account_rollup(worked(), population=2)
    with pytest.raises(
        OutOfRange, match=r"scores holds -42\.8571 at position 0 on a scale 0 to 10"
    ):
        account_rollup(worked(), scale=(0.0, 10.0))
    with pytest.raises(OutOfRange, match="The scale 100 to -100 is empty"):
        account_rollup(worked(), scale=(100.0, -100.0))
    with pytest.raises(OutOfRange, match="high is nan"):
        account_rollup(worked(), scale=(-100.0, float("nan")))
    with pytest.raises(OutOfRange, match="population is nan"):
        portfolio_score([50.0, 20.0], [1, 1], population=float("nan"))  # type: ignore[arg-type]
    with pytest.raises(OutOfRange, match="The revenue of account 2 is None"):
        account_rollup(worked(), {1: 1.0, 2: None, 3: 1.0})  # type: ignore[dict-item]
    with pytest.raises(OutOfRange, match="cap is nan"):
        account_rollup(worked(), cap=float("nan"))
    with pytest.raises(OutOfRange, match="low_coverage is 5; hand in a number from 0 to 1"):
        account_flags(worked(), low_coverage=5)
    with pytest.raises(EmptyInput, match="No account has a score"):
        portfolio_score([], [])


def test_a_portfolio_prints_as_a_sentence() -> None:
    found = account_rollup(worked(), REVENUE, population=30, cap=0.5)

    assert str(found) == (
        "equal accounts +39.9, 95 % interval -100.0 to +100.0; "
        "by revenue -19.9, 95 % interval -100.0 to +94.7; "
        "capped at 50% +14.5, 95 % interval -100.0 to +100.0; "
        "respondents pooled +57.1, n 7; 3 of 30 accounts"
    )
    assert str(found.flags).startswith("1 account at risk with revenue 800, 1 with")
    assert str(worked()).startswith("3 accounts scored from -42.9 to +100.0, 7 answers")
