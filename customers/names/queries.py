"""What things are called: places, touchpoints, product lines and segments, as a scope may know."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.visibility import Scope
from customers.models import Node, NodeKind, ProductLine, Segment, Touchpoint
from customers.names.pairs import pair_of

PRODUCT_LINE, SEGMENT, PARTNER_LINE = "product_line", "segment", "partner_line"


@dataclass(frozen=True)
class PlaceName:
    kind: str
    key: str
    name: str
    parent: tuple[str, str] | None


@dataclass(frozen=True)
class Names:
    """Names by (kind, key) and by key; touchpoints in their order, the rest by name."""

    places: dict[tuple[str, str], PlaceName]
    touchpoints: dict[str, str]
    product_lines: dict[str, str]
    segments: dict[str, str] = field(default_factory=dict)

    def place(self, kind: str, key: str) -> str:
        """The name of a place, product line or segment; its key where it has none."""
        if kind in (PRODUCT_LINE, SEGMENT):
            return self.listed(kind).get(key, key)
        if kind == PARTNER_LINE:
            partner, line = pair_of(key)
            return f"{self.place(NodeKind.PARTNER, partner)}, {self.place(PRODUCT_LINE, line)}"
        known = self.places.get((kind, key))
        return known.name if known else key

    def listed(self, kind: str) -> dict[str, str]:
        """What is no place and has no other above it, by key: product lines or segments."""
        return self.segments if kind == SEGMENT else self.product_lines

    def within(self, kind: str, above: tuple[str, str] | None = None) -> tuple[PlaceName, ...]:
        """The places of a kind below another place (at any depth), or all of them, by name."""
        found = [
            place
            for place in self.places.values()
            if place.kind == kind and (above is None or above in self._above(place))
        ]
        return tuple(sorted(found, key=lambda place: alphabetical(place.name)))

    def _above(self, place: PlaceName) -> tuple[tuple[str, str], ...]:
        chain: list[tuple[str, str]] = []
        parent = place.parent
        while parent is not None and parent not in chain:
            chain.append(parent)
            known = self.places.get(parent)
            parent = known.parent if known else None
        return tuple(chain)


@lru_cache(maxsize=10_000)
def alphabetical(name: str) -> str:
    """A key that puts Ś beside S, wherever the server stands."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def read_names(session: Session, scope: Scope) -> Names:
    """A channel partner learns no other partner's name, nor how the market is divided."""
    return Names(
        places=_places(session, scope),
        touchpoints=_by_key(session, TOUCHPOINTS),
        product_lines=_by_key(session, PRODUCT_LINES),
        segments=_by_key(session, SEGMENTS) if scope.sees_whole_network else {},
    )


TOUCHPOINTS = sa.select(Touchpoint.key, Touchpoint.name).order_by(
    Touchpoint.position, Touchpoint.id
)
PRODUCT_LINES = sa.select(ProductLine.key, ProductLine.name).order_by(ProductLine.name)
SEGMENTS = sa.select(Segment.key, Segment.name).order_by(Segment.name)


def _by_key(session: Session, query: sa.Select[str, str]) -> dict[str, str]:
    return dict(session.execute(query).all())


def _places(session: Session, scope: Scope) -> dict[tuple[str, str], PlaceName]:
    shown = sa.select(Node.id, Node.kind, Node.key, Node.name, Node.parent_id)
    if not scope.sees_whole_network:
        shown = shown.where(Node.kind == NodeKind.PARTNER, Node.key == scope.partner_key)
    else:
        shown = shown.where(Node.kind != NodeKind.BRANCH)
    rows = session.execute(shown).all()
    keys = {node_id: (kind, key) for node_id, kind, key, _, _ in rows}
    return {
        (kind, key): PlaceName(kind, key, name, keys.get(parent_id) if parent_id else None)
        for _, kind, key, name, parent_id in rows
    }
