from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.progress import LoadState, Progress, in_words, read_progress, write_progress

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HALF = Progress(LoadState.LOADING, "week 2026-W20, 27 of 53", 25, 50, NOW)


def test_progress_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_progress(tmp_path, HALF)

    assert read_progress(tmp_path) == HALF


def test_no_progress_file_is_no_progress(tmp_path: Path) -> None:
    assert read_progress(tmp_path) is None


def test_only_the_last_progress_stays(tmp_path: Path) -> None:
    write_progress(tmp_path, HALF)
    write_progress(tmp_path, replace(HALF, done_count=26))

    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["progress.json"]
    assert read_progress(tmp_path) == replace(HALF, done_count=26)


@pytest.mark.parametrize(
    ("progress", "later", "words"),
    [
        (None, 0, ""),
        (replace(HALF, state=LoadState.DONE), 0, ""),
        (HALF, 1, "Still loading, 50 % done: week 2026-W20, 27 of 53"),
        (HALF, 10, "seems to have stopped"),
        (replace(HALF, state=LoadState.FAILED, step="disk full"), 0, "stopped: disk full"),
    ],
)
def test_progress_in_words(progress: Progress | None, later: int, words: str) -> None:
    text = in_words(progress, NOW + timedelta(minutes=later))

    assert words in text
    assert bool(text) == bool(words)
