"""The long simulations: python -m tests.simulation NAME [--repeats N] [--seed S]."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

import numpy as np

from tests.simulation import charts, selection

SIMULATIONS: dict[str, Callable[[np.random.Generator, int], Iterator[str]]] = {
    "charts": charts.report,
    "selection": selection.report,
}


def main() -> None:
    """Print one simulation's report, line by line as it is found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("name", choices=sorted(SIMULATIONS))
    parser.add_argument("--repeats", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20260101)
    options = parser.parse_args()
    for line in SIMULATIONS[options.name](np.random.default_rng(options.seed), options.repeats):
        print(line, flush=True)


if __name__ == "__main__":
    main()
