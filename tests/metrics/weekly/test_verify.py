"""Verifying an edition: every figure again from its frozen files, and nothing less."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from core.config import load_settings
from core.database import writing
from core.keys import load_keys
from metrics.method import METHOD_VERSION
from metrics.models import (
    Change,
    Edition,
    Estimate,
    FindingRow,
    Gap,
    LadderStep,
    Weighing,
)
from metrics.tallies import EstimateTally
from metrics.weekly import verify as verifying
from metrics.weekly.verify import Outcome, Verification, verify_edition
from tests.databases import Source, make_engine
from tests.metrics.programmes import WEEK, SmallProgramme

SECOND = WEEK.shifted(1)
FILES = (
    "account_cells.parquet", "cells.parquet", "configuration.json", "frame.parquet",
    "frame_cells.parquet", "frame_days.parquet", "gatekeeper.parquet", "headlines.json",
    "influences.parquet", "items.parquet", "judged.parquet", "ladder.parquet", "manifest.json",
    "pairs.parquet", "patterns.parquet", "points.parquet", "published.json", "questionnaires.json",
    "ratings.parquet", "reference.json", "responses.parquet", "series.json", "sheets.parquet",
    "shown.parquet", "timings.parquet",
)  # fmt: skip


class Published:
    """A database with the flash and final of a week and the final of the next, and its files."""

    def __init__(self, session: Session, weeks_folder: Path) -> None:
        self.session, self.weeks_folder = session, weeks_folder

    @property
    def editions(self) -> list[Edition]:
        return list(self.session.scalars(sa.select(Edition).order_by(Edition.id)))

    @property
    def last(self) -> Edition:
        return self.editions[-1]

    def verify(self, edition: Edition | None = None) -> Verification:
        self.session.expire_all()
        return verify_edition(self.session, edition or self.last, self.weeks_folder)

    def folder_of(self, edition: Edition) -> Path:
        return self.weeks_folder / edition.folder


@pytest.fixture(scope="module")
def published(
    database_source: Source, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("published")
    with database_source.database(folder, migrated=True) as url:
        settings = load_settings({"TWOFOLD_DATA": str(folder), "TWOFOLD_DATABASE_URL": url})
        engine = make_engine(url)
        with Session(engine, expire_on_commit=False) as session:
            programme = SmallProgramme(session, load_keys(settings.key_path), settings)
            programme.set_up()
            programme.live_week(WEEK)
            programme.close(WEEK, programme.monday_after(WEEK))
            programme.close(WEEK, programme.fieldwork_over(WEEK))
            programme.live_week(SECOND, seed=2)
            programme.close(SECOND, programme.fieldwork_over(SECOND))
            yield Published(session, settings.weeks_folder)
        engine.dispose()


@pytest.fixture
def files_restored(published: Published) -> Iterator[None]:
    kept = published.weeks_folder.with_name("kept")
    shutil.copytree(published.weeks_folder, kept)
    yield
    shutil.rmtree(published.weeks_folder)
    kept.rename(published.weeks_folder)


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def test_every_edition_holds(published: Published) -> None:
    found = [published.verify(edition) for edition in published.editions]

    assert [f.edition for f in found] == [
        "2026-W45 flash revision 0", "2026-W45 final revision 0", "2026-W46 final revision 0",
    ]  # fmt: skip
    assert {f.outcome for f in found} == {Outcome.HOLDS}
    assert all(f.holds and f.problems == () and f.figure_count > 100 for f in found)


def test_the_files_named_here_are_all_that_an_edition_has(published: Published) -> None:
    assert (
        tuple(sorted(path.name for path in published.folder_of(published.last).iterdir())) == FILES
    )


@pytest.mark.usefixtures("files_restored")
@pytest.mark.parametrize("name", FILES)
def test_one_changed_byte_of_any_frozen_file_fails(published: Published, name: str) -> None:
    flip_a_byte(published.folder_of(published.last) / name)

    found = published.verify()

    assert found.outcome is Outcome.FAILS
    expected = "The manifest was changed" if name == "manifest.json" else f"{name} is missing or"
    assert found.problems[0].startswith(expected)


@pytest.mark.usefixtures("files_restored")
@pytest.mark.parametrize("name", ["frame.parquet", "manifest.json"])
def test_a_missing_file_fails(published: Published, name: str) -> None:
    (published.folder_of(published.last) / name).unlink()

    found = published.verify()

    assert found.outcome is Outcome.FAILS
    assert "manifest" in found.problems[0] or name in found.problems[0]


@pytest.mark.usefixtures("files_restored")
@pytest.mark.parametrize("name", ["account_cells.parquet", "manifest.json", "influences.parquet"])
def test_a_changed_file_of_an_earlier_week_that_was_stacked_fails(
    published: Published, name: str
) -> None:
    flip_a_byte(published.folder_of(published.editions[1]) / name)

    found = published.verify()

    assert found.outcome is Outcome.FAILS
    assert "stacked edition 2026-W45 final revision 0" in found.problems[0]


@pytest.mark.usefixtures("files_restored")
def test_another_edition_than_those_stacked_may_be_damaged(published: Published) -> None:
    flip_a_byte(published.folder_of(published.editions[0]) / "cells.parquet")

    assert published.verify().outcome is Outcome.HOLDS


Change_ = Callable[[Session, Edition], object]


def _set(table: type, column: str, value: object) -> Change_:
    """Change one column of the table's first row of the edition."""

    def change(session: Session, edition: Edition) -> None:
        ids = sa.select(table.id).where(table.edition_id == edition.id)  # type: ignore[attr-defined]
        first = session.scalars(ids.order_by(table.id).limit(1)).one()  # type: ignore[attr-defined]
        session.execute(
            sa.update(table).where(table.id == first).values({column: value})  # type: ignore[attr-defined]
        )

    return change


def _edition(**values: object) -> Change_:
    return lambda session, edition: session.execute(
        sa.update(Edition).where(Edition.id == edition.id).values(values)
    )


def _delete(table: type) -> Change_:
    return lambda session, edition: session.execute(
        sa.delete(table).where(table.edition_id == edition.id)  # type: ignore[attr-defined]
    )


TAMPERED: dict[str, Change_] = {
    "an estimate's grade": _set(Estimate, "grade", "Z"),
    "an estimate's n": _set(Estimate, "n", 1_000_000),
    "a suppression's reason": _set(Estimate, "reason", "Because"),
    "all estimates gone": _delete(Estimate),
    "a gap": _set(Gap, "n", 7),
    "a change's verdict": _set(Change, "verdict", "up"),
    "a finding's words": _set(FindingRow, "what", "All is well"),
    "a step of the ladder": _set(LadderStep, "count", 0),
    "a weighing report": _set(Weighing, "report", {}),
    "how many were decided so": _set(EstimateTally, "estimate_count", 1_000_000),
    "the edition's summary": _edition(summary={}),
    "the edition's count of answers": _edition(response_count=1_000_000),
    "the edition's count of transactions": _edition(transaction_count=1),
    "the edition's count of late answers": _edition(late_response_count=77),
    "the edition's expected answers": _edition(expected_answer_share=0.5),
    "the edition's cut-off": _edition(cut_off_at=sa.func.current_timestamp()),
    "the edition's method version": _edition(method_version="0.9"),
    "the edition's release": _edition(code_version="99"),
    "the edition's week": _edition(week="2026-W47"),
    "the manifest's hash": _edition(manifest_hash="0" * 64),
    "the previous edition's hash": _edition(previous_hash="0" * 64),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_published_row_that_was_changed_in_the_database_fails(
    published: Published, case: str
) -> None:
    session, edition = published.session, published.last
    session.rollback()
    TAMPERED[case](session, edition)

    found = published.verify(edition)

    session.rollback()
    session.expire_all()
    assert found.outcome is Outcome.FAILS
    assert found.problems


def test_a_changed_figure_is_named_with_what_was_published_and_what_comes_out(
    published: Published,
) -> None:
    session, edition = published.session, published.last
    session.rollback()
    _set(Estimate, "n", 1_000_000)(session, edition)

    [problem] = published.verify(edition).problems

    session.rollback()
    assert problem.startswith("figures shown to readers: estimates[0].n: 1000000 published, ")


def test_another_edition_before_breaks_the_chain(published: Published) -> None:
    session, edition = published.session, published.last
    with writing(session):
        session.execute(
            sa.update(Edition).where(Edition.id == edition.id).values(previous_hash="f" * 64)
        )

    found = published.verify(edition)

    before = published.editions[-2].manifest_hash
    with writing(session):
        session.execute(
            sa.update(Edition).where(Edition.id == edition.id).values(previous_hash=before)
        )
    assert any("chain is broken" in problem for problem in found.problems)


def test_another_method_version_reports_what_differs_and_says_never_false(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "METHOD_VERSION", "2.0")
    monkeypatch.setattr("metrics.weekly.compute.PAIR_WINDOW", 4)
    monkeypatch.setattr("metrics.weekly.disclosure.MIN_PERSONS_OF_PARTNER", 6)

    found = published.verify()

    assert found.outcome is Outcome.OTHER_METHOD
    assert not found.holds
    assert found.problems[0].startswith(f"Made with method version {METHOD_VERSION} (")
    assert "Verify with that release" in found.problems[0]
    assert len(found.problems) > 1
    assert Outcome.FAILS not in found.problems[0]


def test_another_method_version_that_changes_nothing_holds(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "METHOD_VERSION", "2.0")

    assert published.verify().outcome is Outcome.HOLDS


def test_a_last_digit_that_straddles_rounding_is_listed_and_holds(published: Published) -> None:
    session, edition = published.session, published.last
    session.rollback()
    shown = sa.select(Estimate).where(
        Estimate.edition_id == edition.id, Estimate.value.is_not(None), Estimate.se.is_not(None)
    )
    row = session.scalars(shown.order_by(Estimate.id).limit(1)).one()
    session.execute(
        sa.update(Estimate).where(Estimate.id == row.id).values(se=round((row.se or 0) + 1e-6, 6))
    )

    found = published.verify(edition)

    session.rollback()
    assert found.outcome is Outcome.HOLDS_BUT_ROUNDING
    assert found.holds
    assert len(found.problems) == 1
