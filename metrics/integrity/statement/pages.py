"""The methods statement of an edition: AAPOR's eleven items, as a page and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from metrics.integrity.label.building import edition_part
from metrics.integrity.label.document import EditionPart
from metrics.integrity.statement.items import (
    Item,
    dates,
    instruments,
    modes,
    population,
    sample,
    sponsor,
    strategy,
)
from metrics.integrity.statement.quality import limitations, processing, sizes, weighting
from metrics.integrity.statement.queries import StatementData

STATEMENT_VERSION = 1
Sentences = Callable[[StatementData], Iterator[str]]
# In the order of AAPOR's code (2021).
ITEMS: tuple[tuple[str, str, Sentences], ...] = (
    ("strategy", "Data collection strategy", strategy),
    ("sponsor", "Who sponsored and who conducted it", sponsor),
    ("instruments", "Measurement instruments", instruments),
    ("population", "Population under study", population),
    ("sample", "How the sample was generated and recruited", sample),
    ("modes", "Mode of data collection", modes),
    ("dates", "Dates of data collection", dates),
    ("sizes", "Sample sizes and precision", sizes),
    ("weighting", "How the data were weighted", weighting),
    ("processing", "How the data were processed and checked", processing),
    ("limitations", "Limitations", limitations),
)


@dataclass(frozen=True)
class Statement:
    statement_version: int
    programme: str
    edition: EditionPart
    items: tuple[Item, ...]
    links: Mapping[str, str]

    @property
    def title(self) -> str:
        edition = self.edition
        return f"Methods statement, {edition.week} {edition.kind}, revision {edition.revision}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def build_statement(data: StatementData) -> Statement:
    edition = data.edition
    path = f"/editions/{edition.week}/{edition.kind}/{edition.revision}"
    return Statement(
        statement_version=STATEMENT_VERSION,
        programme=data.programme,
        edition=edition_part(edition),
        items=tuple(
            Item(number, key, title, tuple(write(data)))
            for number, (key, title, write) in enumerate(ITEMS, 1)
        ),
        links={"edition": path, "json": f"{path}/methods.json", "verify": f"{path}/verify"},
    )
