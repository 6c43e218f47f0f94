"""Runs that are done already: kept by the code they were made with, so that none is made twice."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from tests.simulation.pipeline.runs import Sums

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "data" / "validation"
# Whatever decides a figure or a count; the report may change and finds the runs again.
DECIDING = (
    "core", "customers", "demo", "feedback", "metrics", "stats", "surveys",
    "tests/metrics/frozen_weeks.py", "tests/simulation/pipeline/counting.py",
    "tests/simulation/pipeline/expected.py", "tests/simulation/pipeline/observed.py",
    "tests/simulation/pipeline/runs.py", "tests/simulation/pipeline/scenarios.py",
)  # fmt: skip
# What only shows or serves decides no figure.
SHOWING = {"views.py", "pages.py", "forms.py", "cli.py", "jobs.py", "wording.py", "errors.py"}
PAGES = "metrics/dashboards"


def find(scenario_key: str, seed: int) -> Sums | None:
    """The sums of a run that was made with this code; None where there is none."""
    path = _path(scenario_key, seed)
    if not path.is_file():
        return None
    found: Sums = json.loads(path.read_text(encoding="utf-8"))
    return found


def keep(scenario_key: str, seed: int, sums: Sums) -> None:
    path = _path(scenario_key, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".making")
    made.write_text(json.dumps(sums), encoding="utf-8")
    made.replace(path)


def _path(scenario_key: str, seed: int) -> Path:
    return FOLDER / _code() / f"{scenario_key}-{seed}.json"


@cache
def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted(_deciding_files()):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _deciding_files() -> set[Path]:
    found: set[Path] = set()
    for name in DECIDING:
        place = ROOT / name
        found |= (
            {place} if place.is_file() else set(place.rglob("*.py")) | set(place.rglob("*.toml"))
        )
    return {
        path
        for path in found
        if path.name not in SHOWING and not str(path).startswith(str(ROOT / PAGES))
    }
