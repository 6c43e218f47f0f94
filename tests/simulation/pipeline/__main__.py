"""./dev validate [--seeds N] [--only WORLD …] [--write] [--processes N]: run, and report."""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import product

import numpy as np

from tests.simulation.pipeline import store
from tests.simulation.pipeline.alarms import POWER
from tests.simulation.pipeline.rates import Runs
from tests.simulation.pipeline.report import PAGE, report
from tests.simulation.pipeline.runs import Sums, run
from tests.simulation.pipeline.scenarios import BY_KEY
from tests.simulation.selection import BASE_RATES, COMPLAINT_SHARES, TRANSACTIONS, power_cell

Task = tuple[str, int]
CELLS = tuple(product(COMPLAINT_SHARES, BASE_RATES, TRANSACTIONS))
NETWORKS = 1_000


def main() -> None:
    """Make the runs that are missing, each kept as soon as it is done, and print the report."""
    options = _options()
    tasks = [(key, seed) for seed in range(1, options.seeds + 1) for key in options.only or BY_KEY]
    tasks += [] if options.only else [(POWER, cell) for cell in range(1, len(CELLS) + 1)]
    missing = [task for task in tasks if store.find(*task) is None]
    print(f"{len(tasks)} runs, {len(tasks) - len(missing)} of them made before.", flush=True)
    with ProcessPoolExecutor(options.processes) as pool:
        made = [pool.submit(_make, task) for task in missing]
        for number, done in enumerate(as_completed(made), start=1):
            key, seed = done.result()
            print(f"{number} of {len(missing)}: {key}, seed {seed}", flush=True)
    text = "\n".join(report(_results(tasks), options.seeds)).rstrip() + "\n"
    if options.write:
        PAGE.write_text(text, encoding="utf-8")
        print(f"Written: {PAGE}")
    else:
        print(text)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev validate")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--only", nargs="*", choices=sorted(BY_KEY), default=[])
    parser.add_argument("--write", action="store_true", help="write docs/validation.md")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    return parser.parse_args()


def _make(task: Task) -> Task:
    key, seed = task
    store.keep(key, seed, _power(seed) if key == POWER else run(BY_KEY[key], seed))
    return task


def _power(cell: int) -> Sums:
    """One cell of the power table, of the screen by itself."""
    share, base, n = CELLS[cell - 1]
    found = power_cell(np.random.default_rng(cell), NETWORKS, share, base, n)
    return {
        "share": share, "base": base, "n": n, "repeats": NETWORKS, "fisher": found.fisher,
        "wanted": found.wanted, "review": found.review, "red": found.red,
    }  # fmt: skip


def _results(tasks: Sequence[Task]) -> dict[str, Runs]:
    found: dict[str, list[Sums]] = defaultdict(list)
    for task in tasks:
        sums = store.find(*task)
        assert sums is not None
        found[task[0]].append(sums)
    return {key: Runs(sums) for key, sums in found.items()}


if __name__ == "__main__":
    main()
