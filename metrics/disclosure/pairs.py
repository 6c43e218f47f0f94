"""Partners by product lines: what the cells of a table tell, whose margins stand in other tables.

A partner's total is also a sum over its touchpoints and a part of its region, so that cells, totals
and touchpoints together are no graph. The cells are judged alone, in two steps that together are
enough. (1) Every total that the other tables leave open is joined to all others of the kind by
hidden cells: whatever those totals may be, hidden cells can make up for it, so that the cells tell
nothing of them. (2) A hidden cell is safe on a cycle of hidden cells, where it can change and no
total does, or where it alone carries what one open total may be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from customers.names.pairs import pair_of
from metrics.disclosure.cycles import NEVER_SHOWN, Edge, FigureState, Sums
from metrics.disclosure.rows import MIN_N, PRICE_OF_ANCHORED, ROOT, Place, Row, is_unknown
from metrics.models import Level

# Answers of no partner alone, or of no product line: a row and a column that no page shows.
NOBODY = ""
MARGINS = (Level.PARTNER, Level.PRODUCT_LINE)
MARGIN = FigureState(0, is_hidden=False, is_secret=False)


@dataclass
class Asked:
    """What is to be hidden: secrets, what only keeps others open, and totals of partners."""

    secret: set[Place] = field(default_factory=set)
    beside: set[Place] = field(default_factory=set)
    totals: set[Place] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.secret or self.beside or self.totals)


class Pairs:
    """The cells of one audience, window and metric, and which of them are hidden: none at first."""

    def __init__(self, rows: Mapping[Place, Row]) -> None:
        cells = _cells(rows)
        self.node: dict[Place, int] = {}
        self.rests = [self._node(place) for place in _rests(cells)]
        edges, places = [], list[Place | None]()
        for (partner, line), (place, n) in sorted(cells.items()):
            ends = self._node(_total(partner)), self._node(_line(line))
            edges.append(Edge(ends, (), n))
            places.append(place)
        self.margin = {place: len(edges) + at for at, place in enumerate(self._margins(rows))}
        count = len(self.node)
        # A margin ends in a sum of its own: it tells how large the rest is, and covers nothing.
        edges += [
            Edge((self.node[place], count + at), (self.node[place],), rows[place].n)
            for at, place in enumerate(self.margin)
        ]
        self.places = (*places, *(None for _ in self.margin))
        self.at = {place: at for at, place in enumerate(places) if place}
        self.sums = Sums(edges)

    def take(self, rows: Mapping[Place, Row], anchored: Collection[Place]) -> None:
        """What is hidden by now; `anchored` figures are known, and hidden last."""
        states = [
            NEVER_SHOWN if place is None else _state(rows[place], is_anchored=place in anchored)
            for place in self.places[: len(self.places) - len(self.margin)]
        ]
        self.sums.take(states + [MARGIN] * len(self.margin))

    def _node(self, place: Place) -> int:
        return self.node.setdefault(place, len(self.node))

    def _margins(self, rows: Mapping[Place, Row]) -> list[Place]:
        return [place for place in self.node if place in rows]

    def hide(self, place: Place) -> None:
        if place in self.at:
            self.sums.hide(self.at[place])

    def following(self, open_totals: Collection[Place]) -> set[Place]:
        """Cells that follow from the others, for all that is known of their totals."""
        needed = self._needed(open_totals)
        return {
            place
            for at in self.sums.following()
            if (place := self.places[at]) and not self._is_safe(at, needed)
        }

    def asked(self, open_totals: Collection[Place]) -> Asked:
        """What has to be hidden further, hidden here already; `open_totals` are not known."""
        found = Asked()
        self._open(open_totals)
        while self._fill(found) or self._join(found, open_totals):
            pass
        while (exposed := next(self.exposed(open_totals), None)) is not None:
            cover = self.sums.cheapest_cover(exposed)
            if not cover:
                found.totals.add(self._known_total(exposed, open_totals))
                break
            for at in cover:
                self.sums.hide(at)
            found.secret |= self._named(cover)
            self._fill(found)
        return found

    def exposed(self, open_totals: Collection[Place]) -> Iterator[int]:
        """Secret cells that are safe in neither way."""
        needed = self._needed(open_totals)
        for at in self.sums.exposed():
            if not self._is_safe(at, needed):
                yield at

    def small_rests(self, open_totals: Collection[Place]) -> list[Place]:
        """Hidden cells of a known total that together are of fewer than ten answers."""
        self._open(open_totals)
        return [
            place
            for node in self.sums.small_rests(MIN_N)
            for at in self.sums.at[node]
            if self.sums.hidden[at] and (place := self.places[at])
        ]

    def at_risk(self, open_totals: Collection[Place]) -> set[Place]:
        """Every figure that the cells tell and may not."""
        found = set(self.small_rests(open_totals)) | set(self.parted(open_totals))
        return found | self._named(list(self.exposed(open_totals)))

    def parted(self, open_totals: Collection[Place]) -> list[Place]:
        """Open totals that hidden cells could join to the others and do not: they are told of."""
        needed = self._needed(open_totals)
        joined = self._joined(needed)
        return [
            place
            for place, node in self.node.items()
            if node in needed - joined and self.sums.cheapest_way(node, joined)
        ]

    def _open(self, open_totals: Collection[Place]) -> None:
        for place, at in self.margin.items():
            if self.sums.hidden[at] != (place in open_totals):
                self.sums.hide(at, secret=False)
                self.sums.hidden[at] = place in open_totals

    def _fill(self, found: Asked) -> bool:
        """Hide further cells of a known total until the secret rest is of ten answers."""
        hidden: list[int] = []
        for node in self.sums.small_rests(MIN_N):
            while self.sums.is_small_rest(node, MIN_N):
                hidden.append(self.sums.smallest_shown_part(node))
                self.sums.hide(hidden[-1])
        found.secret |= self._named(hidden)
        return bool(hidden)

    def _join(self, found: Asked, open_totals: Collection[Place]) -> bool:
        needed = self._needed(open_totals)
        joined = self._joined(needed)
        hidden: list[int] = []
        for node in sorted(needed - joined):
            if node not in joined:
                way = self.sums.cheapest_way(node, joined)
                hidden += way
                for at in way:
                    self.sums.hide(at, secret=False)
                joined |= self._reached(node)
        found.beside |= self._named(hidden)
        return bool(hidden)

    def _needed(self, open_totals: Collection[Place]) -> set[int]:
        """The sums of open totals; what no page shows is as open as the totals it stands beside."""
        needed = {self.node[place] for place in open_totals if place in self.node}
        return needed | set(self.rests) if needed else needed

    def _joined(self, needed: Collection[int]) -> set[int]:
        """The sums that hidden cells join to most of those needed."""
        best: set[int] = set()
        left = set(needed)
        while left:
            reached = self._reached(min(left))
            if len(reached & set(needed)) > len(best & set(needed)):
                best = reached
            left -= reached
        return best

    def _reached(self, start: int, without: int = -1) -> set[int]:
        reached, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            for at in self.sums.at[node]:
                if self.sums.hidden[at] and at != without:
                    one, two = self.sums.edges[at].ends
                    to = two if one == node else one
                    if to not in reached:
                        reached.add(to)
                        waiting.append(to)
        return reached

    def _is_safe(self, at: int, needed: Collection[int]) -> bool:
        """Whether a hidden cell on no cycle carries what an open total on one side of it may be.

        Of several together it does not follow that their sum is open, but where no other cell
        could be hidden instead, nothing more can be done here.
        """
        sides = [self._reached(end, at) & set(needed) for end in self.sums.edges[at].ends]
        # What no page shows follows from the totals beside it, and carries nothing by itself.
        if not all(side - set(self.rests) for side in sides):
            return False
        return min(map(len, sides)) == 1 or not self.sums.cheapest_cover(at)

    def _known_total(self, at: int, open_totals: Collection[Place]) -> Place:
        """The partner's total, or the line's: one of them is known, else the cell were safe."""
        place = self.places[at]
        assert place is not None
        partner, line = pair_of(place[1])
        total = _total(partner)
        return _line(line) if total in open_totals else total

    def _named(self, edges: Collection[int]) -> set[Place]:
        return {place for at in edges if (place := self.places[at])}


def build_pairs(rows: Mapping[Place, Row]) -> Pairs | None:
    """None where nothing of a partner's product lines is published."""
    has_any = any(level == Level.PARTNER_LINE for level, _, _ in rows)
    return Pairs(rows) if has_any else None


def _state(row: Row, *, is_anchored: bool) -> FigureState:
    price = row.n * PRICE_OF_ANCHORED if is_anchored else row.n
    return FigureState(price, not row.is_shown, row.is_secret)


def open_totals(
    rows: Mapping[Place, Row],
    following: Collection[Place | None],
    anchored: Collection[Place] = (),
) -> set[Place]:
    """Totals of partners and product lines that neither their tables nor other windows tell."""
    return {
        place
        for place, row in rows.items()
        if place[0] in MARGINS and not place[2] and place not in following
        if is_unknown(place, row, anchored)
    }


def _total(partner: str) -> Place:
    return (Level.PARTNER.value, partner, "")


def _line(line: str) -> Place:
    return (Level.PRODUCT_LINE.value, line, "")


def _cells(rows: Mapping[Place, Row]) -> dict[tuple[str, str], tuple[Place | None, int]]:
    """How many answers each partner has of each product line, and what is of neither."""
    found: dict[tuple[str, str], tuple[Place | None, int]] = {}
    by_partner: defaultdict[str, int] = defaultdict(int)
    by_line: defaultdict[str, int] = defaultdict(int)
    for place, row in rows.items():
        if place[0] == Level.PARTNER_LINE:
            partner, line = pair_of(place[1])
            found[partner, line] = (place, row.n)
            by_partner[partner] += row.n
            by_line[line] += row.n
    rests = {(p, NOBODY): row.n - by_partner[p] for p, row in _of(rows, Level.PARTNER)}
    rests |= {(NOBODY, k): row.n - by_line[k] for k, row in _of(rows, Level.PRODUCT_LINE)}
    whole = rows[*ROOT, ""].n if (*ROOT, "") in rows else 0
    counted = sum(n for _, n in found.values()) + sum(rests.values())
    rests[NOBODY, NOBODY] = whole - counted
    return found | {pair: (None, n) for pair, n in rests.items() if n > 0}


def _of(rows: Mapping[Place, Row], level: Level) -> Iterator[tuple[str, Row]]:
    for place, row in rows.items():
        if place[0] == level and not place[2]:
            yield place[1], row


def _rests(cells: Mapping[tuple[str, str], object]) -> Iterator[Place]:
    if any(not partner for partner, _ in cells):
        yield _total(NOBODY)
    if any(not line for _, line in cells):
        yield _line(NOBODY)
