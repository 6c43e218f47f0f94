"""The check against raw files, on invented orders with the same traps."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from core.database import db
from examples.olist import check
from examples.olist.raw import EARLY, REPEATED, USED, RawWeek, read_weeks
from examples.olist.thinning import Agreed, Pool
from examples.olist.walk import CommandFailedError, close, run, walk
from metrics.models import Edition, Estimate

ROOT = Path(__file__).parents[2]
ORDERS = ROOT / "tests" / "fixtures" / "olist_like"
WEEK = "2018-W20"


@pytest.fixture(scope="module")
def raw() -> dict[str, RawWeek]:
    return read_weeks(ORDERS)


@pytest.fixture(scope="module")
def walked(raw: dict[str, RawWeek], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole story by commands, once, on SQLite: set up, import, close, verify."""
    app = walk(ORDERS, tmp_path_factory.mktemp("walked"), raw, lambda text: None)
    yield app
    close(app)


@pytest.fixture(scope="module")
def thinned(walked: Flask, raw: dict[str, RawWeek]) -> tuple[list[Pool], Agreed]:
    with walked.app_context():
        return check.thinnings(raw, seeds=(1, 2, 3))


@pytest.fixture
def app(walked: Flask) -> Iterator[Flask]:
    with walked.app_context():
        yield walked
        db.session().rollback()


def test_every_published_figure_agrees_with_the_raw_files(
    app: Flask, raw: dict[str, RawWeek]
) -> None:
    found = check.agreement(raw)

    assert [line for one in found.all() if not one.agrees for line in one.lines()] == []
    assert found.errors.largest < 1e-9


def test_thinned_weeks_weigh_to_the_same_figures_as_fitting_by_hand(
    thinned: tuple[list[Pool], Agreed],
) -> None:
    _, agreed = thinned

    assert [line for one in agreed.all() if not one.agrees for line in one.lines()] == []
    assert agreed.skipped == []


def test_weighting_thinned_weeks_leads_back_to_the_whole(
    thinned: tuple[list[Pool], Agreed],
) -> None:
    pools, _ = thinned

    together = pools[-1]
    assert together.distance_before > 0.05
    assert together.distance_after < together.distance_before / 2
    assert all(run.moves_towards_whole for run in together.runs)


def test_a_tampered_figure_is_found(app: Flask, raw: dict[str, RawWeek]) -> None:
    session = db.session()
    estimate = session.scalars(
        sa.select(Estimate)
        .join(Edition)
        .where(Edition.week == WEEK, Estimate.raw.is_not(None), Estimate.level == "network")
    ).first()
    assert estimate is not None
    assert estimate.raw is not None
    estimate.raw += 0.00001
    estimate.n += 1
    session.flush()

    found = check.agreement(raw)

    assert not found.published.agrees
    assert not found.figures.agrees
    assert found.shares.agrees


def test_a_changed_score_in_the_raw_files_is_found(app: Flask, raw: dict[str, RawWeek]) -> None:
    week = raw[WEEK]
    first = week.used[0]
    turned = replace(first, score=6 - first.score if first.score != 3 else 5)
    reviews = tuple(turned if review is first else review for review in week.reviews)

    found = check.agreement({**raw, WEEK: replace(week, reviews=reviews)})

    assert not found.shares.agrees
    assert not found.errors.agrees
    assert found.counts.agrees


def test_the_report_names_what_disagrees(
    app: Flask, raw: dict[str, RawWeek], thinned: tuple[list[Pool], Agreed]
) -> None:
    said: list[str] = []
    late = raw[WEEK].late_count
    found = check.agreement({**raw, WEEK: replace(raw[WEEK], late_count=99)})

    agrees = check.report(raw, found, *thinned, said.append)

    assert not agrees
    assert f"      {WEEK} late answers: {late} published, 99 recounted" in said
    assert said[-1].startswith("\nFAILED: counts of a week")


def test_weighting_that_leads_away_is_a_failure(
    app: Flask, raw: dict[str, RawWeek], thinned: tuple[list[Pool], Agreed]
) -> None:
    said: list[str] = []
    pools, agreed = thinned
    worse = tuple(replace(run, weighted=0.0) for run in pools[-1].runs)

    agrees = check.report(
        raw, check.agreement(raw), [replace(pools[-1], runs=worse)], agreed, said.append
    )

    assert not agrees
    assert "leads away from the whole" in said[-1]


@pytest.mark.parametrize(
    ("order", "status"),
    [("order-0137", [USED, REPEATED]), ("order-0141", [EARLY]), ("order-0140", [USED])],
)
def test_the_recount_sets_the_same_reviews_aside_for_its_own_reasons(
    raw: dict[str, RawWeek], order: str, status: list[str]
) -> None:
    found = [
        found
        for week in raw.values()
        for review, found in zip(week.reviews, week.statuses(), strict=True)
        if review.sale.order == order
    ]

    assert found == status


@pytest.mark.parametrize("name", ["raw", "recount"])
def test_the_recount_uses_nothing_of_the_product(name: str) -> None:
    tree = ast.parse((ROOT / "examples" / "olist" / f"{name}.py").read_text("utf-8"))

    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }

    known = sys.stdlib_module_names | {"numpy"}
    assert {module.partition(".")[0] for module in imported} <= known


def test_response_rates_are_not_known(app: Flask) -> None:
    edition = db.session().scalars(sa.select(Edition).where(Edition.week == WEEK)).one()

    assert edition.summary["response_rates"]["end_user"] is None


def test_a_command_that_fails_stops_the_walk_with_its_words(app: Flask) -> None:
    with pytest.raises(CommandFailedError, match=f"twofold close-week {WEEK}.* was published"):
        run(app, "close-week", WEEK)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Use: ./dev check-olist FOLDER"),
        (["no-such-folder"], "is no folder. Name the folder"),
        ([str(ROOT / "docs")], "has no orders\\.csv, order_items\\.csv"),
    ],
)
def test_a_missing_folder_or_file_is_named(arguments: list[str], words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        check.main(arguments)
