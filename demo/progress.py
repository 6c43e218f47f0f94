"""How far loading is: a small file in the data folder that the pages of another process read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from core.web.filters import percent

SILENT_TOO_LONG = timedelta(minutes=3)


class LoadState(StrEnum):
    LOADING = "loading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """`step` is what is being done, in words; `done_count` of `total_count` steps are over."""

    state: LoadState
    step: str
    done_count: int
    total_count: int
    updated_at: datetime

    @property
    def share(self) -> float:
        return self.done_count / self.total_count if self.total_count else 0.0

    def is_silent(self, now: datetime) -> bool:
        """Loading but not heard from: the process that loads has probably ended."""
        return self.state is LoadState.LOADING and now - self.updated_at > SILENT_TOO_LONG


def progress_path(data_folder: Path) -> Path:
    return data_folder / "demo" / "progress.json"


def write_progress(data_folder: Path, progress: Progress) -> None:
    """Replace the file whole, so that a reader never sees half of it."""
    path = progress_path(data_folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = asdict(progress) | {"updated_at": progress.updated_at.isoformat()}
    passing = path.with_suffix(f".{os.getpid()}.tmp")
    passing.write_text(json.dumps(content), encoding="utf-8")
    passing.replace(path)


def read_progress(data_folder: Path) -> Progress | None:
    """The last progress written, or None when no demo was ever loaded into this folder."""
    try:
        content = json.loads(progress_path(data_folder).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Progress(
        state=LoadState(content["state"]),
        step=content["step"],
        done_count=content["done_count"],
        total_count=content["total_count"],
        updated_at=datetime.fromisoformat(content["updated_at"]),
    )


def in_words(progress: Progress | None, now: datetime) -> str:
    """One line for a page: empty when loading is over."""
    if progress is None or progress.state is LoadState.DONE:
        return ""
    if progress.state is LoadState.FAILED:
        return f"Loading stopped: {progress.step}"
    if progress.is_silent(now):
        return (
            "Loading seems to have stopped. Run “twofold demo load” again: it goes on from there."
        )
    done = f"{percent(progress.share)} done"
    return f"Still loading, {done}: {progress.step}. Figures appear as it goes."
