"""The long simulations: ./dev simulate [NAME [--repeats N] [--seed S]]; the list without NAME."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

import numpy as np

from tests.simulation import charts, coverage, gatekeeper, selection, watched

SIMULATIONS: dict[str, Callable[[np.random.Generator, int], Iterator[str]]] = {
    "charts": charts.report,
    "coverage": coverage.report,
    "gatekeeper": gatekeeper.report,
    "selection": selection.report,
    "watched": watched.report,
}


def main() -> None:
    """Print one simulation's report, line by line as it is found, or what there is."""
    parser = argparse.ArgumentParser(prog="./dev simulate")
    parser.add_argument("name", nargs="?", choices=sorted(SIMULATIONS))
    parser.add_argument("--repeats", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    if options.name is None:
        for name, report in sorted(SIMULATIONS.items()):
            about = sys.modules[report.__module__].__doc__ or ""
            print(f"{name:<12}{about.splitlines()[0]}")
        return
    for line in SIMULATIONS[options.name](np.random.default_rng(options.seed), options.repeats):
        print(line, flush=True)


if __name__ == "__main__":
    main()
