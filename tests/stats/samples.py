"""Random designs for property tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stats import CellDesign, GroupedRows, Margin, Measure, group_rows, rake
from stats.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Sample:
    """Respondents with everything an estimate needs, one value per respondent."""

    base: FloatArray
    account: IntArray
    scores: IntArray
    answered: FloatArray
    margins: tuple[Margin, ...]
    weights: FloatArray
    domain: IntArray
    stratum: IntArray
    domains: int

    def rows(self, *, stratified: bool = False) -> CellDesign:
        """Every respondent a cell."""
        return CellDesign.from_rows(
            self.base,
            self.account,
            weights=self.weights,
            margins=self.margins,
            stratum=self.stratum if stratified else None,
        )

    def grouped(self, *, stratified: bool = False) -> GroupedRows:
        """Respondents who share everything in one cell."""
        return group_rows(
            self.base,
            self.account,
            weights=self.weights,
            margins=self.margins,
            stratum=self.stratum if stratified else None,
            keys=[self.domain],
        )

    def nps(self) -> Measure:
        """NPS of the scores."""
        return Measure.of_scores(self.scores, self.answered)


def sample(seed: int, n: int = 200, accounts: int = 40) -> Sample:
    """A random sample with two raked margins, unequal weights and some item non-response."""
    generator = np.random.default_rng(seed)
    sizes = (3, 4)
    # Every pair of levels is heard, so that no draw's margins can contradict each other.
    pairs = np.indices(sizes).reshape(2, -1)
    codes = [
        np.concatenate([pair, generator.integers(0, size, n - pair.size)])
        for pair, size in zip(pairs, sizes, strict=True)
    ]
    base = generator.choice([1.0, 1.5, 4.0], n)
    population = 50.0 * n
    margins = tuple(
        Margin(
            f"margin {number}",
            code,
            tuple(f"level {level}" for level in range(size)),
            population * (share := generator.uniform(0.5, 1.5, size)) / share.sum(),
        )
        for number, (code, size) in enumerate(zip(codes, sizes, strict=True))
    )
    stratum = generator.integers(0, 2, n)
    return Sample(
        base=base,
        # The first four rows give both strata two accounts each, whatever the draw.
        account=np.concatenate([np.arange(4), generator.integers(0, accounts, n - 4)]),
        scores=generator.integers(0, 11, n),
        answered=(generator.random(n) > 0.1).astype(np.float64),
        margins=margins,
        weights=rake(base, margins).weights,
        domain=generator.integers(-1, 5, n),
        stratum=np.concatenate([[0, 0, 1, 1], stratum[4:]]),
        domains=5,
    )


def direct_variance(
    data: Sample, domain: int, *, corrected: bool = True, stratified: bool = False
) -> tuple[float, float, FloatArray]:
    """Estimate, sample-factor variance and cluster values by dense matrices, row by row."""
    y = (data.scores >= 9).astype(float) - (data.scores <= 6)
    d = data.answered * (data.domain == domain)
    total = float((data.weights * d).sum())
    mean = float((data.weights * d * y).sum()) / total
    e = d * (y - mean) / total
    x = np.concatenate([np.eye(m.size)[m.codes] for m in data.margins], axis=1)
    inverse = np.linalg.pinv(x.T @ (data.base[:, None] * x))
    residual = e - x @ (inverse @ (x.T @ (data.base * e)))
    leverage = data.base * np.einsum("ij,jk,ik->i", x, inverse, x)
    scale = 1.0 / np.sqrt(1.0 - leverage) if corrected else np.ones(len(y))
    stratum = data.stratum if stratified else np.zeros(len(y), int)
    keys, cluster = np.unique(data.account * 2 + stratum, return_inverse=True)
    u = np.bincount(cluster, data.weights * scale * residual).astype(np.float64)
    variance = 0.0
    for h in np.unique(keys % 2 if stratified else [0]):
        inside = u[keys % 2 == h] if stratified else u
        variance += inside.size / (inside.size - 1) * ((inside - inside.mean()) ** 2).sum()
    return mean, float(variance), u
