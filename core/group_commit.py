"""What arrives together is stored by one transaction.

A commit costs the same for one item as for ten. While one group is being stored, whoever arrives
waits; the first of them leads the next group and stores what all of them brought. Nobody is
answered before the commit of their group. Where a group fails, each of its items is tried once
more by itself, so that one that cannot be stored takes no other along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.engine import Connection, Engine

from core.database import writing_core
from core.errors import NotSavedError

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
StoreAll = Callable[[Connection, Sequence[Item]], Sequence[Outcome]]


@dataclass(eq=False)
class _Waiting(Generic[Item, Outcome]):
    """One item until it is settled: stored, or refused with an error."""

    item: Item
    outcome: tuple[Outcome, ...] = ()  # of one, once it is committed
    error: Exception | None = None
    settled: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.settled.acquire()


class GroupCommit(Generic[Item, Outcome]):
    """Stores the items of one process's threads.

    `store_all` stores items in the transaction that it is given, and returns an outcome for each,
    in their order. It is asked again for an item whose group was rolled back.
    """

    def __init__(self, engine: Engine, store_all: StoreAll[Item, Outcome]) -> None:
        self._engine = engine
        self._store_all = store_all
        self._turn = Lock()
        self._guard = Lock()
        self._arrived: list[_Waiting[Item, Outcome]] = []

    def submit(self, item: Item) -> Outcome:
        """The outcome, once it is on disk; raises what storing this item raised.

        Raises NotSavedError like `writing`.
        """
        mine: _Waiting[Item, Outcome] = _Waiting(item)
        with self._guard:
            self._arrived.append(mine)
            is_first = len(self._arrived) == 1
        if is_first:
            self._lead()
        mine.settled.acquire()
        if not mine.outcome:
            raise mine.error or NotSavedError("Not saved yet: interrupted. Please try again.")
        return mine.outcome[0]

    def _lead(self) -> None:
        """Store a group: whoever has arrived by the time the database is ours."""
        group: list[_Waiting[Item, Outcome]] = []
        with self._turn:
            try:
                with writing_core(self._engine) as connection:
                    group = self._take_arrived()
                    stored = self._store(connection, group)
                _settle(stored)
            except Exception as error:  # noqa: BLE001 - whoever waits raises it
                if len(group) > 1:
                    self._store_one_by_one(group)
                else:
                    group = group or self._take_arrived()
                    _refuse(group, error)
            finally:
                # After an interruption too, as when the process is told to stop.
                for waiting in group or self._take_arrived():
                    waiting.settled.release()

    def _store(
        self, connection: Connection, group: Sequence[_Waiting[Item, Outcome]]
    ) -> list[tuple[_Waiting[Item, Outcome], Outcome]]:
        outcomes = self._store_all(connection, [waiting.item for waiting in group])
        return list(zip(group, outcomes, strict=True))

    def _store_one_by_one(self, group: Sequence[_Waiting[Item, Outcome]]) -> None:
        for waiting in group:
            try:
                with writing_core(self._engine) as connection:
                    stored = self._store(connection, [waiting])
                _settle(stored)
            except Exception as error:  # noqa: BLE001 - whoever waits raises it
                _refuse([waiting], error)

    def _take_arrived(self) -> list[_Waiting[Item, Outcome]]:
        with self._guard:
            taken, self._arrived = self._arrived, []
        return taken


def _settle(stored: Sequence[tuple[_Waiting[Item, Outcome], Outcome]]) -> None:
    for waiting, outcome in stored:
        waiting.outcome = (outcome,)


def _refuse(group: Sequence[_Waiting[Item, Outcome]], error: Exception) -> None:
    """A NotSavedError of their own for each: raising one writes into it."""
    for waiting in group:
        is_for_all = isinstance(error, NotSavedError)
        waiting.error = NotSavedError(str(error)) if is_for_all else error
