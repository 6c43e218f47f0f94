"""Totals, ratios, design effects and finite populations against R `survey` 4.1.

Figures made by tests/reference/estimation.R from the school data of the package.
"""

from __future__ import annotations

import numpy as np
import pytest

from stats import CellDesign, Margin, Measure, estimate_domains, rake
from stats.arrays import FloatArray
from stats.estimation import LinearEstimates, Residuals, estimate_ratios, estimate_totals
from tests.stats import reference

TOLERANCE = 1e-9
ROWS = reference.table("estimation_figures.csv")


def _sample(name: str) -> str:
    return f"estimation_{name.split('_', maxsplit=1)[0]}.csv"


def _schools(name: str, column: str) -> FloatArray:
    return np.array([float(row[column] or "nan") for row in reference.table(_sample(name))])


def _margins(name: str) -> tuple[Margin, ...]:
    rows = reference.table("estimation_margins.csv")
    return tuple(
        Margin(
            margin,
            _schools(name, margin).astype(np.int64) - first,
            tuple(row["level"] for row in rows if row["margin"] == margin),
            np.array([float(row["total"]) for row in rows if row["margin"] == margin]),
        )
        for margin, first in (("type", 1), ("wide", 0))
    )


def _design(name: str) -> CellDesign:
    base, stratum = _schools(name, "weight"), _schools(name, "stratum").astype(np.int64) - 1
    margins = _margins(name) if name.endswith("raked") else ()
    fraction = None
    if "fpc" in name:
        fraction = [_schools(name, "fraction")[stratum == h][0] for h in range(stratum.max() + 1)]
    return CellDesign.from_rows(
        base,
        _schools(name, "cluster").astype(np.int64),
        weights=rake(base, margins).weights if margins else None,
        margins=margins,
        stratum=stratum,
        sampling_fraction=fraction,
    )


def _measure(name: str, column: str) -> Measure:
    values = _schools(name, column)
    return Measure.of_rows(values, np.isfinite(values))


def _domain(name: str, level: int) -> list[int]:
    kind = _schools(name, "type")
    return [0] * kind.size if level == 0 else np.where(kind == level, 0, -1).tolist()


def _ours(row: dict[str, str]) -> LinearEstimates:
    name, level = row["design"], int(row["level"])
    design, domain = _design(name), _domain(name, level)
    if row["figure"] == "total":
        measure = _measure(name, "enroll" if level == 0 else "api99")
        return estimate_totals(design, measure, domain, 1, leverage_correction=False)
    return estimate_ratios(
        design,
        _measure(name, "api00"),
        _measure(name, "api99"),
        domain,
        1,
        leverage_correction=False,
        cluster_factor="sample",
    )


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["figure"] != "mean"],
    ids=lambda row: f"{row['design']} {row['figure']} {row['level']}",
)
def test_totals_and_ratios_equal_r(row: dict[str, str]) -> None:
    found = _ours(row)

    assert found.estimate[0] == pytest.approx(float(row["estimate"]), rel=TOLERANCE)
    assert found.se[0] == pytest.approx(float(row["se"]), rel=TOLERANCE)


@pytest.mark.parametrize("row", [row for row in ROWS if row["figure"] == "mean"],
                         ids=lambda row: row["design"])  # fmt: skip
def test_means_of_finite_populations_and_their_design_effects_equal_r(row: dict[str, str]) -> None:
    name = row["design"]

    found = estimate_domains(
        _design(name),
        _measure(name, "api00"),
        _domain(name, 0),
        1,
        leverage_correction=False,
        residuals=Residuals.CALIBRATE,
        cluster_factor="sample",
    )

    assert found.estimate[0] == pytest.approx(float(row["estimate"]), rel=TOLERANCE)
    assert found.se[0] == pytest.approx(float(row["se"]), rel=TOLERANCE)
    assert found.design_effect[0] == pytest.approx(float(row["deff"]), rel=TOLERANCE)


def test_every_kind_of_design_is_compared() -> None:
    designs = {row["design"] for row in ROWS}

    assert designs == {
        "strat", "strat_fpc", "clus1", "clus1_fpc", "clus2_fpc", "strat_raked", "clus1_fpc_raked",
    }  # fmt: skip
