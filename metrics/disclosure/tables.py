"""An edition's figures as tables of sums: places in places, and touchpoints in each.

Two tables for every audience, window and metric, which share the network's own figures: the
organisation by touchpoint, and product lines by touchpoint. Answers about several partners or
none are in the network's figures only: a part that nobody shows, and that must not follow either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from metrics.disclosure.cycles import Edge, Sums
from metrics.disclosure.rows import MIN_N, ROOT, Place, Row
from metrics.models import Level
from metrics.warehouse.frozen import Reference

Node = tuple[str, str]
EVERYWHERE = ""
REST = "rest"
# Hiding a total costs more than any cell of the same size, the network more than anything.
PRICE_OF_TOTAL, PRICE_OF_NETWORK = 10, 1000


def parents_of(rows: Mapping[Place, Row], reference: Reference) -> dict[Node, Node]:
    """The place whose total each place is a part of, in both tables."""
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


@dataclass
class _Builder:
    """Numbers sums as they are met."""

    sums: dict[tuple[str, str, str], int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    places: list[Place | None] = field(default_factory=list)

    def sum_of(self, name: tuple[str, str, str]) -> int:
        return self.sums.setdefault(name, len(self.sums))

    def add(self, place: Place | None, parts_of: int, own: int, whole: bool, n: int) -> None:
        """`own` sum of the figure: its parts are its places', or its touchpoints'."""
        is_network = place is not None and (place[0], place[1]) == ROOT
        is_total = place is not None and place[2] == EVERYWHERE
        price = n * (PRICE_OF_NETWORK if is_network else PRICE_OF_TOTAL if is_total else 1)
        of: tuple[int, ...] = (own,) if whole else ()
        if is_network and is_total:
            of = (own, parts_of)
        self.edges.append(Edge((parts_of, own), of, n, price))
        self.places.append(place)


@dataclass(frozen=True)
class TableSums:
    """The sums of one table; `places` of its figures, None for what is never shown."""

    sums: Sums
    places: tuple[Place | None, ...]


def build_tables(rows: Mapping[Place, Row], reference: Reference) -> Iterator[TableSums]:
    """The organisation's table and the product lines', those that hide anything."""
    parents = parents_of(rows, reference)
    for is_product in (False, True):
        inside = {
            place: row
            for place, row in rows.items()
            if (place[0], place[1]) == ROOT or (place[0] == Level.PRODUCT_LINE) == is_product
        }
        if len(inside) > len({place for place in inside if (place[0], place[1]) == ROOT}):
            yield _table(inside, parents)


def _table(rows: Mapping[Place, Row], parents: Mapping[Node, Node]) -> TableSums:
    builder = _Builder()
    inner = {parents[level, node] for level, node, _ in rows if (level, node) != ROOT}
    left: dict[tuple[Node, str], int] = {
        ((level, node), touchpoint): row.n
        for (level, node, touchpoint), row in rows.items()
        if (level, node) in inner
    }
    for (level, node, touchpoint), row in sorted(rows.items()):
        place = (level, node)
        above = _above(builder, parents, place, touchpoint)
        own = ("tree", "/".join(place), touchpoint) if place in inner else ("row", *place)
        whole = place in inner or touchpoint == EVERYWHERE
        builder.add((level, node, touchpoint), above, builder.sum_of(own), whole, row.n)
        if place != ROOT:
            left[parents[place], touchpoint] = left.get((parents[place], touchpoint), 0) - row.n
    _add_rests(builder, left)
    shown = [place is not None and rows[place].is_shown for place in builder.places]
    secret = [
        rows[place].is_secret if place is not None else 0 < builder.edges[at].n < MIN_N
        for at, place in enumerate(builder.places)
    ]
    sums = Sums(_grounded(builder.edges), [not is_shown for is_shown in shown], secret)
    return TableSums(sums, tuple(builder.places))


def _grounded(edges: Sequence[Edge]) -> list[Edge]:
    """A sum without a whole or without a part is none: what belongs to it only ends there."""
    wholes = {node for edge in edges for node in edge.whole_of}
    wholes &= {node for edge in edges for node in edge.ends if node not in edge.whole_of}
    ground = 1 + max(node for edge in edges for node in edge.ends)
    return [
        replace(
            edge,
            ends=(
                edge.ends[0] if edge.ends[0] in wholes else ground,
                edge.ends[1] if edge.ends[1] in wholes else ground,
            ),
        )
        for edge in edges
    ]


def _above(builder: _Builder, parents: Mapping[Node, Node], place: Node, touchpoint: str) -> int:
    if place == ROOT:
        return builder.sum_of(("row", *ROOT))
    return builder.sum_of(("tree", "/".join(parents[place]), touchpoint))


def _add_rests(builder: _Builder, left: Mapping[tuple[Node, str], int]) -> None:
    """What no place of a total counts: by touchpoint, and over all."""
    by_node: dict[Node, list[tuple[str, int]]] = defaultdict(list)
    for (node, touchpoint), n in sorted(left.items()):
        if n > 0:
            by_node[node].append((touchpoint, n))
    for node, parts in by_node.items():
        own = builder.sum_of((REST, *node))
        for touchpoint, n in parts:
            above = builder.sum_of(("tree", "/".join(node), touchpoint))
            builder.add(None, above, own, touchpoint == EVERYWHERE, n)
