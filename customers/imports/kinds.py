"""What a kind of import is: its fields, how a row is built, checked, compared and stored.

A kind says what is its own and nothing about files; the flow in `services.py` knows no kind. A
package above adds its kinds by handing them in together with `catalogue.KINDS`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from customers.imports.cells import Reader
from customers.rows import StoreCounts

Progress = Callable[[int], object]


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


Row = TypeVar("Row", bound=Keyed)


@dataclass(frozen=True)
class Field:
    """One column of ours; `sets` names the row's fields it fills, itself where nothing is said."""

    name: str
    read: Reader
    about: str
    is_required: bool = False
    sets: tuple[str, ...] = ()
    # A text that must stay as it was given, outer spaces included.
    is_verbatim: bool = False

    @property
    def row_fields(self) -> tuple[str, ...]:
        return self.sets or (self.name,)


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be imported; without a column it is the row as a whole."""

    column: str | None
    reason: str


@dataclass(frozen=True)
class Note:
    """Something accepted that the person should know, with how many rows it is about."""

    count: int
    text: str


@dataclass(frozen=True)
class Review:
    """What the database says about the rows: problems by key, and notes."""

    problems: Mapping[str, Problem] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


class ImportKind(ABC, Generic[Row]):
    key: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    # Where a file brings no key, rows are recognised by their content.
    is_key_optional: ClassVar[bool] = False

    @abstractmethod
    def fields(self, session: Session) -> tuple[Field, ...]:
        """The columns it reads; the first is the key."""

    @abstractmethod
    def build(self, key: str, values: Mapping[str, Any]) -> Row:
        """A row from the values read, by field name; CellError for what does not fit together."""

    def review(self, session: Session, rows: Sequence[Row]) -> Review:
        """Check the rows against the database; nothing to check unless a kind says so."""
        del session, rows
        return Review()

    @abstractmethod
    def compare(
        self, session: Session, rows: Sequence[Row], stated: Collection[str]
    ) -> StoreCounts:
        """What storing them would do, without doing it."""

    @abstractmethod
    def store(
        self,
        session: Session,
        rows: Sequence[Row],
        now: datetime,
        stated: Collection[str],
        import_id: int,
        progress: Progress | None = None,
    ) -> StoreCounts:
        """Store all of them, inside the caller's write transaction."""
