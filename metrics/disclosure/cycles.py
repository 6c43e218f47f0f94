"""What follows from sums: hidden figures as the edges of a graph whose nodes are the sums.

Each figure of a table stands in two sums: as a part of one, and as the whole, or a part, of the
other. A hidden figure follows from the shown ones exactly if no cycle of hidden figures runs
through it: if it is a bridge of the graph of hidden figures (Gusfield 1988, "A graph theoretic
approach to statistical data security").
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple


class Edge(NamedTuple):
    """A figure between two sums; `whole_of` is the one (or two) that it is the total of."""

    ends: tuple[int, int]
    whole_of: tuple[int, ...]
    n: int


class FigureState(NamedTuple):
    """What hiding a figure costs, whether it is hidden, and whether nobody may work it out."""

    price: int
    is_hidden: bool
    is_secret: bool


# What no page shows anyway.
NEVER_SHOWN = FigureState(0, is_hidden=True, is_secret=False)


class Sums:
    """The sums of a table, and which figures are hidden; all are shown until it is said."""

    def __init__(self, edges: Sequence[Edge]) -> None:
        self.edges = edges
        self.price = [0] * len(edges)
        self.hidden = [False] * len(edges)
        self.secret = [False] * len(edges)
        size = 1 + max((end for edge in edges for end in edge.ends), default=-1)
        self.at: list[list[int]] = [[] for _ in range(size)]
        self.parts: list[list[int]] = [[] for _ in range(size)]
        self.wholes: list[list[int]] = [[] for _ in range(size)]
        for place, edge in enumerate(edges):
            for end in edge.ends:
                self.at[end].append(place)
                (self.wholes if end in edge.whole_of else self.parts)[end].append(place)
        self._following: list[int] | None = None

    def take(self, states: Sequence[FigureState]) -> None:
        """Begin anew with these states of its figures."""
        self.price = [state.price for state in states]
        self.hidden = [state.is_hidden for state in states]
        self.secret = [state.is_secret for state in states]
        self._following = None

    def hide(self, place: int, *, secret: bool = True) -> None:
        """Hide a figure; a secret must not be worked out either."""
        self.hidden[place] = True
        self.secret[place] |= secret
        self._following = None

    def following(self) -> list[int]:
        """Hidden figures that can be worked out, in order."""
        if self._following is None:
            self._following = sorted(self._bridges())
        return self._following

    def exposed(self) -> list[int]:
        """Secrets that can be worked out, in order."""
        return [place for place in self.following() if self.secret[place]]

    def small_rests(self, min_n: int) -> list[int]:
        """Sums whose whole and a part are shown, the rest a secret of under `min_n` answers."""
        return [node for node in range(len(self.at)) if self.is_small_rest(node, min_n)]

    def is_small_rest(self, node: int, min_n: int) -> bool:
        wholes, parts = self.wholes[node], self.parts[node]
        if not wholes or any(self.hidden[place] for place in wholes):
            return False
        left = [place for place in parts if self.hidden[place]]
        if not left or len(left) == len(parts):
            return False
        if not any(self.secret[place] for place in left):
            return False
        return 0 < sum(self.edges[place].n for place in left) < min_n

    def smallest_shown_part(self, node: int) -> int:
        """The cheapest figure to hide in a sum: a part, or the whole where no part is left."""
        shown = [place for place in self.at[node] if not self.hidden[place]]
        return min(
            shown,
            key=lambda place: (
                node in self.edges[place].whole_of,
                self.price[place],
                place,
            ),
        )

    def cheapest_cover(self, place: int) -> list[int]:
        """The shown figures on the cheapest cycle through a figure; hidden ones cost nothing."""
        start, goal = self.edges[place].ends
        return self.cheapest_way(start, {goal}, place)

    def cheapest_way(self, start: int, goals: Collection[int], without: int = -1) -> list[int]:
        """The shown figures on the cheapest way from a sum to one of others, not by `without`."""
        best = {start: 0}
        came: dict[int, tuple[int, int]] = {}
        waiting = [(0, start)]
        while waiting:
            cost, node = heapq.heappop(waiting)
            if node in goals:
                return [step for step in _walk_back(came, start, node) if not self.hidden[step]]
            if cost > best[node]:
                continue
            for other in self.at[node]:
                if other == without:
                    continue
                one, two = self.edges[other].ends
                to = two if one == node else one
                total = cost + (0 if self.hidden[other] else self.price[other])
                if to not in best or total < best[to]:
                    best[to], came[to] = total, (node, other)
                    heapq.heappush(waiting, (total, to))
        return []

    def _bridges(self) -> list[int]:
        """Hidden figures on no cycle of hidden figures (Tarjan 1974), without recursion."""
        entered: dict[int, int] = {}
        low: dict[int, int] = {}
        found: list[int] = []
        for root in range(len(self.at)):
            if root not in entered:
                self._search(root, entered, low, found)
        return found

    def _search(
        self, root: int, entered: dict[int, int], low: dict[int, int], found: list[int]
    ) -> None:
        entered[root] = low[root] = len(entered)
        stack = [(root, -1, iter(self.at[root]))]
        while stack:
            node, came_by, places = stack[-1]
            for place in places:
                if place == came_by or not self.hidden[place]:
                    continue
                one, two = self.edges[place].ends
                to = two if one == node else one
                if to in entered:
                    low[node] = min(low[node], entered[to])
                    continue
                entered[to] = low[to] = len(entered)
                stack.append((to, place, iter(self.at[to])))
                break
            else:
                stack.pop()
                if stack:
                    above = stack[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > entered[above]:
                        found.append(came_by)


def _walk_back(came: dict[int, tuple[int, int]], start: int, goal: int) -> Iterator[int]:
    node = goal
    while node != start and node in came:
        node, place = came[node]
        yield place
