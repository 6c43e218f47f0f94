"""Where answers and transactions belong: a node of every level, and a touchpoint."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from customers.names.pairs import pair_key
from metrics.method import PAIR_WINDOW
from metrics.models import LISTS, Level
from metrics.warehouse.columns import Bools, Coded, Ints, coded
from metrics.warehouse.frozen import Reference
from metrics.warehouse.stack import Table
from metrics.weighing.weigh import Weighed

EVERYWHERE = ""

# (node key, touchpoint key) of a domain.
DomainKey = tuple[str, str]


@dataclass(frozen=True)
class Cut:
    """One way to divide answers: a level of the organisation, at all touchpoints or by each."""

    level: Level
    by_touchpoint: bool


CUTS: tuple[Cut, ...] = tuple(
    Cut(level, by) for level in Level if level is not Level.PARTNER_LINE for by in (False, True)
)
PARTNER_LINES = Cut(Level.PARTNER_LINE, by_touchpoint=False)


def published_cuts(window: int) -> tuple[Cut, ...]:
    """Product lines of partners are too small for a period of their own under 13 weeks."""
    return (*CUTS, PARTNER_LINES) if window == PAIR_WINDOW else CUTS


@dataclass(frozen=True)
class Places:
    """Where each cell or frame row belongs: a node of every level, and a touchpoint."""

    node: dict[Level, Coded]
    touchpoint: Coded
    counted: dict[Level, Bools]
    count: Ints

    @classmethod
    def of_cells(cls, weighed: Weighed, reference: Reference) -> Places:
        row = weighed.cell_row
        return cls._of(
            weighed.cell_attribute,
            weighed.stack.answers.is_joint[row],
            np.ones(len(row), dtype=np.int64),
            reference,
        )

    @classmethod
    def of_frame(cls, frame: Table, reference: Reference) -> Places:
        return cls._of(lambda name: frame.attributes[name], frame.is_joint, frame.count, reference)

    @classmethod
    def _of(
        cls,
        attribute: Callable[[str], Coded],
        is_joint: Bools,
        count: Ints,
        reference: Reference,
    ) -> Places:
        partner = attribute("partner")
        nodes = {
            Level.NETWORK: Coded(np.zeros(len(count), dtype=np.int64), ("",)),
            Level.COUNTRY: _named(partner, reference.country_of),
            Level.REGION: _named(partner, reference.region_of),
            Level.PARTNER: partner,
            **{level: attribute(level.value) for level in LISTS},
            Level.PARTNER_LINE: _paired(partner, attribute("product_line")),
        }
        everybody = np.ones(len(count), dtype=np.bool_)
        counted = {
            level: everybody
            if level is Level.NETWORK
            else _has_key(column) & (everybody if level in LISTS else ~is_joint)
            for level, column in nodes.items()
        }
        return cls(nodes, attribute("touchpoint"), counted, count)

    def without(self, touchpoints: Collection[str]) -> Places:
        """The same places, with nothing counted at these touchpoints."""
        if not touchpoints:
            return self
        left_out = np.array([level in touchpoints for level in self.touchpoint.levels])
        return replace(self, count=np.where(left_out[self.touchpoint.codes], 0, self.count))

    def domains(self, cut: Cut) -> tuple[Ints, list[DomainKey]]:
        """Domain code of each row (−1 for none), and the (node, touchpoint) of each domain."""
        node, touchpoint, counted = self.node[cut.level], self.touchpoint, self.counted[cut.level]
        width = max(1, len(touchpoint.levels)) if cut.by_touchpoint else 1
        combined = node.codes * width + (touchpoint.codes if cut.by_touchpoint else 0)
        present, code = np.unique(combined[counted], return_inverse=True)
        domain = np.full(len(counted), -1, dtype=np.int64)
        domain[counted] = code
        keys = [
            (
                node.levels[int(place) // width],
                touchpoint.levels[int(place) % width] if cut.by_touchpoint else EVERYWHERE,
            )
            for place in present
        ]
        return domain, keys

    def counts(self, cut: Cut, keys: list[DomainKey]) -> Ints:
        """Population of the named domains."""
        domain, own = self.domains(cut)
        inside = domain >= 0
        sums = np.bincount(domain[inside], weights=self.count[inside], minlength=len(own))
        by_key = dict(zip(own, sums, strict=True))
        return np.array([by_key.get(key, 0) for key in keys], dtype=np.int64)


def _paired(partner: Coded, line: Coded) -> Coded:
    """Both keys as one; empty where either is."""
    width = max(1, len(line.levels))
    present, code = np.unique(partner.codes * width + line.codes, return_inverse=True)
    pairs = [(partner.levels[at // width], line.levels[at % width]) for at in present.tolist()]
    return coded([pair_key(*pair) if all(pair) else "" for pair in pairs]).taken(code)


def _named(partner: Coded, name_of: Callable[[str], str]) -> Coded:
    return partner.mapped({key: name_of(key) for key in partner.levels})


def _has_key(column: Coded) -> Bools:
    return np.array([level != "" for level in column.levels] or [False], dtype=np.bool_)[
        column.codes
    ]
