"""An edition's figures as tables of sums: places in places, and touchpoints in each.

Three tables for every audience, window and metric, which share the network's own figures: the
organisation by touchpoint, product lines by touchpoint, and segments by touchpoint. Answers about
several partners or none are in the network's figures only: a part that no page shows. It is no
secret, for it is of no place; hiding a whole country each week for the sake of a few mixed answers
would cost more. So are answers of no product line, and of no segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.disclosure.cycles import NEVER_SHOWN, Edge, FigureState, Sums
from metrics.disclosure.rows import (
    PRICE_OF_ANCHORED,
    PRICE_OF_NETWORK,
    PRICE_OF_TOTAL,
    ROOT,
    Place,
    Row,
    is_unknown,
)
from metrics.models import LISTS, Level
from metrics.warehouse.frozen import Reference

Node = tuple[str, str]
EVERYWHERE = ""
ORGANISATION = (Level.NETWORK, Level.COUNTRY, Level.REGION, Level.PARTNER)
TABLES = (ORGANISATION, *((Level.NETWORK, level) for level in LISTS))


def parents_of(rows: Mapping[Place, Row], reference: Reference) -> dict[Node, Node]:
    """The place whose total each place is a part of, in its table."""
    country_of_region = {
        region: country for country, region in reference.place_of_partner.values() if region
    }
    return {
        (level, node): _parent(level, node, reference, country_of_region)
        for level, node, _ in rows
        if (level, node) != ROOT
    }


def _parent(
    level: str, node: str, reference: Reference, country_of_region: Mapping[str, str]
) -> Node:
    if level == Level.PARTNER:
        country, region = reference.place_of_partner.get(node, ("", ""))
        if region:
            return (Level.REGION.value, region)
        return (Level.COUNTRY.value, country) if country else ROOT
    if level == Level.REGION:
        country = country_of_region.get(node, "")
        return (Level.COUNTRY.value, country) if country else ROOT
    return ROOT


@dataclass(frozen=True)
class TableSums:
    """The sums of one table; `places` of its figures, None for what is never shown."""

    sums: Sums
    places: tuple[Place | None, ...]

    def take(self, rows: Mapping[Place, Row], anchored: Collection[Place]) -> None:
        """What is hidden by now; `anchored` figures are known, and hidden last."""
        self.sums.take(
            [
                NEVER_SHOWN if place is None else _state(place, rows[place], anchored)
                for place in self.places
            ]
        )


def build_tables(rows: Mapping[Place, Row], reference: Reference) -> Iterator[TableSums]:
    """The organisation's table and each list's, with nothing hidden."""
    parents = parents_of(rows, reference)
    for levels in TABLES:
        inside = {place: row for place, row in rows.items() if place[0] in levels}
        if any(place[:2] != ROOT for place in inside):
            yield _table(inside, parents)


class _Numbers:
    """Numbers sums by their names, as they are met."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, Node, str], int] = {}

    def __call__(self, kind: str, node: Node, touchpoint: str = EVERYWHERE) -> int:
        return self.of.setdefault((kind, node, touchpoint), len(self.of))


def _table(rows: Mapping[Place, Row], parents: Mapping[Node, Node]) -> TableSums:
    """A figure is a part of its parent's at the same touchpoint, or of the sum over touchpoints.

    Its own sum is over the places below it; of a place with none below, over its touchpoints.
    """
    number = _Numbers()
    inner = {parents[place[:2]] for place in rows if place[:2] != ROOT}
    rests = Counter({place: row.n for place, row in rows.items() if place[:2] in inner})
    edges: list[Edge] = []
    for place, row in sorted(rows.items()):
        node, touchpoint = place[:2], place[2]
        own = number(BELOW, node, touchpoint) if node in inner else number(ACROSS, node)
        whole_of: tuple[int, ...] = (own,) if node in inner or touchpoint == EVERYWHERE else ()
        if node == ROOT:
            above = number(ACROSS, ROOT)
            whole_of += (above,) if touchpoint == EVERYWHERE else ()
        else:
            above = number(BELOW, parents[node], touchpoint)
            rests[(*parents[node], touchpoint)] -= row.n
        edges.append(Edge((above, own), whole_of, row.n))
    rest_edges = list(_rests(number, rests))
    places = (*sorted(rows), *(None for _ in rest_edges))
    return TableSums(Sums(_grounded(edges + rest_edges)), places)


BELOW, ACROSS, REST = "below", "across", "rest"


def _state(place: Place, row: Row, anchored: Collection[Place]) -> FigureState:
    return FigureState(
        _price(place, row.n, anchored), is_unknown(place, row, anchored), row.is_secret
    )


def _price(place: Place, n: int, anchored: Collection[Place]) -> int:
    price = n * PRICE_OF_ANCHORED if place in anchored else n
    if place[:2] == ROOT:
        return price * PRICE_OF_NETWORK
    return price * (PRICE_OF_TOTAL if place[2] == EVERYWHERE else 1)


def _rests(number: _Numbers, rests: Mapping[Place, int]) -> Iterator[Edge]:
    """What no place below a total counts: by touchpoint, and over all."""
    for (level, key, touchpoint), n in sorted(rests.items()):
        if n > 0:
            node = (level, key)
            own = number(REST, node)
            whole_of = (own,) if touchpoint == EVERYWHERE else ()
            yield Edge((number(BELOW, node, touchpoint), own), whole_of, n)


def _grounded(edges: Sequence[Edge]) -> list[Edge]:
    """A sum without a whole or without a part is none: what belongs to it only ends there."""
    wholes = {node for edge in edges for node in edge.whole_of}
    wholes &= {node for edge in edges for node in edge.ends if node not in edge.whole_of}
    ground = 1 + max(node for edge in edges for node in edge.ends)
    return [
        Edge((one if one in wholes else ground, two if two in wholes else ground), whole_of, n)
        for (one, two), whole_of, n in edges
    ]
