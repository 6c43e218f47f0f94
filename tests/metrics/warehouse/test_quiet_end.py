"""A command that used the engine ends without a word on standard error.

DuckDB's binding prints a page of "leaked instance" lines at the end of a process in which narwhals
used it and typing_extensions was never imported. SQLAlchemy imports that, so no command does.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
COMPUTE = """
from metrics.weekly.compute import compute
from tests.metrics.random_weeks import random_week
from metrics.warehouse.frozen import History
found = compute(random_week(size=30).freeze(), History())
print(len(found.figures.estimates) > 0)
"""


def test_a_process_that_computed_a_week_ends_in_silence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPUTE], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
