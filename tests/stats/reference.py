"""Reading the figures that R's `survey` package computed (tests/reference/regenerate.R)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stats import CellDesign, Margin, Measure
from stats.arrays import FloatArray

FOLDER = Path(__file__).parent.parent / "reference"
MARGINS = {"touchpoint": 6, "partner": 12, "outcome": 3}
POPULATION = 40000.0


@dataclass(frozen=True)
class Figure:
    """One estimate and its standard error by R."""

    design: str
    method: str
    item: str
    grouping: str
    level: int
    estimate: float
    se: float


def table(name: str) -> list[dict[str, str]]:
    """Rows of one reference table."""
    with (FOLDER / name).open(newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, of: str) -> FloatArray:
    """One numeric column of a reference table."""
    return np.array([float(row[of]) for row in table(name)])


def codes(of: str) -> np.typing.NDArray[np.int64]:
    """A factor of the synthetic respondents, counted from 0."""
    return column("cx.csv", of).astype(np.int64) - 1


def margins() -> tuple[Margin, ...]:
    """The population margins of the synthetic respondents."""
    rows = table("cx_totals.csv")
    return tuple(
        Margin(
            name,
            codes(name),
            tuple(str(level + 1) for level in range(size)),
            np.array([float(r["total"]) for r in rows if r["margin"] == name]),
        )
        for name, size in MARGINS.items()
    )


def figures(design: str, method: str) -> list[Figure]:
    """R's figures of one design and calibration method."""
    return [
        Figure(
            row["design"],
            row["method"],
            row["item"],
            row["grouping"],
            int(row["level"]),
            float(row["estimate"]),
            float(row["se"]),
        )
        for row in table("cx_figures.csv")
        if row["design"] == design and row["method"] == method
    ]


def measure(item: str) -> Measure:
    """NPS in points (y) or the score itself, for those who answered."""
    scores, answered = column("cx.csv", "score"), column("cx.csv", "answered")
    if item == "y":
        scores = 100.0 * (scores >= 9) - 100.0 * (scores <= 6)
    return Measure.of_rows(scores, answered)


def design(kind: str, weights: FloatArray | None, calibrated: bool) -> CellDesign:
    """The synthetic respondents as a design: clustered, stratified, or every person alone."""
    base = column("cx.csv", "base")
    account = column("cx.csv", "account").astype(np.int64)
    return CellDesign.from_rows(
        base,
        np.arange(base.size) if kind == "persons" else account,
        weights=weights,
        margins=margins() if calibrated else (),
        stratum=codes("stratum") if kind == "stratified" else None,
    )
