"""Values of a JSON document that know where they stand, so that an error can say it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from surveys.errors import ContentError

Member = TypeVar("Member", bound=StrEnum)
LARGEST_WHOLE = 1_000_000_000


@dataclass(frozen=True)
class Placed:
    """A value and its place, as "questions[3].options[1].value"; every reader raises ContentError
    naming the place and the remedy."""

    place: str
    raw: Any

    def refuse(self, remedy: str) -> NoReturn:
        raise ContentError(f"{self.place or 'The document'}: {remedy}")

    def members(self, known: frozenset[str]) -> Mapping[str, Placed]:
        """What the table holds, by name; a member that nobody reads is refused."""
        if not isinstance(self.raw, Mapping):
            self.refuse(f"a table in braces must stand here, not {_shown(self.raw)}.")
        for name in self.raw:
            if name not in known:
                self._inside(str(name)).refuse(
                    f"nothing here has this name. Names are {', '.join(sorted(known))}."
                )
        return {name: self._inside(name) for name, value in self.raw.items() if value is not None}

    def items(self) -> Iterator[Placed]:
        if not isinstance(self.raw, list | tuple):
            self.refuse(f"a list in brackets must stand here, not {_shown(self.raw)}.")
        for number, value in enumerate(self.raw):
            yield Placed(f"{self.place}[{number}]", value)

    def texts(self) -> Mapping[str, Placed]:
        """The members of a table whose names are free, as languages are."""
        if not isinstance(self.raw, Mapping):
            self.refuse('texts stand by language, as {"en": "How was it?"}.')
        return {
            str(name): self._inside(str(name))
            for name, value in self.raw.items()
            if value is not None
        }

    def text(self) -> str:
        if not isinstance(self.raw, str):
            self.refuse(f"a text in quotation marks must stand here, not {_shown(self.raw)}.")
        self._require_storable(self.raw)
        return self.raw

    def plain(self) -> Any:
        """The value as it is, for somebody else to read; its characters can be stored."""
        self._require_storable(json.dumps(self.raw, ensure_ascii=False).replace("\\u0000", "\0"))
        return self.raw

    def value(self) -> str:
        """A text, or a number that is meant as one: option values and limits."""
        if isinstance(self.raw, int | float) and not isinstance(self.raw, bool):
            return str(self.raw)
        return self.text()

    def whole(self, least: int) -> int:
        is_whole = isinstance(self.raw, int) and not isinstance(self.raw, bool)
        if not is_whole or not least <= self.raw <= LARGEST_WHOLE:
            self.refuse(
                f"a whole number, {least} or more, must stand here, not {_shown(self.raw)}."
            )
        return int(self.raw)

    def flag(self) -> bool:
        if not isinstance(self.raw, bool):
            self.refuse(f"true or false must stand here, not {_shown(self.raw)}.")
        return self.raw

    def one_of(self, names: type[Member]) -> Member:
        try:
            return names(self.raw)
        except ValueError:
            self.refuse(f"{_shown(self.raw)} is not known. Use one of {', '.join(names)}.")

    def _require_storable(self, text: str) -> None:
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            self.refuse("the text holds a character that cannot be stored. Write it again.")

    def _inside(self, name: str) -> Placed:
        inner = f"{self.place}.{name:.60}" if self.place else f"{name:.60}"
        return Placed(inner, self.raw.get(name))


def _shown(raw: Any) -> str:
    return ascii(raw)[:60]
