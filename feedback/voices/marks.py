"""What looks like a person's data in a comment, so that whoever clears it looks twice.

A mark is a hint and decides nothing. All names carry the same words, so that a mark on an anonymous
comment does not say whose list the name stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

E_MAIL, ADDRESS, PHONE, NUMBER, NAME = (
    "an e-mail address", "a web address", "a telephone number", "a long number", "a name",
)  # fmt: skip
HONORIFICS = (
    "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Sir", "Herr", "Herrn", "Frau", "Señor",
    "Señora", "Señorita", "Sr", "Sra", "Srta", "Don", "Doña", "Dña", "Monsieur", "Madame", "Mme",
    "Mlle", "Senhor", "Senhora", "Dona", "Pan", "Pani", "Panu", "Pana", "Signor", "Signora",
)  # fmt: skip
WORD = r"[\w'’-]{1,40}"
HONORIFIC = "|".join(sorted(HONORIFICS, key=len, reverse=True))
PATTERNS = (
    (E_MAIL, re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    (ADDRESS, re.compile(r"(?:https?://|www\.)\S{2,300}", re.IGNORECASE)),
    (PHONE, re.compile(r"(?<![\w.,])(?:\+|00|\(?0)\d(?:[\s./()-]{0,2}\d){5,14}(?!\w)")),
    # Order and serial numbers: five signs or more, most of them digits.
    (NUMBER, re.compile(r"(?<![\w-])(?=(?:[A-Z-]{0,6}\d){4})[A-Z0-9][A-Z0-9/-]{4,30}(?!\w)")),
    (NAME, re.compile(rf"\b(?i:{HONORIFIC})\b\.?\s+[^\W\d_]{WORD}(?:\s+[A-ZÀ-Þ]{WORD})?")),
)  # fmt: skip
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Mark:
    """A part of a text, from `start` to before `end`, and what it looks like."""

    start: int
    end: int
    words: str


def find_marks(text: str, names: Iterable[str] = ()) -> tuple[Mark, ...]:
    """Everything that looks like a person's data, in order and without overlaps.

    `names` are those of people and companies that may be meant; each of their words counts.
    """
    found = sorted(_found(text, names), key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)


def _found(text: str, names: Iterable[str]) -> Iterator[Mark]:
    for words, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if words != NAME or _is_capital(match[0].split()[1]):
                yield Mark(match.start(), match.end(), words)
    known = _known_words(names)
    if known:
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE)
        yield from (Mark(match.start(), match.end(), NAME) for match in pattern.finditer(text))


def _is_capital(word: str) -> bool:
    """Scripts without capitals have none to show: there a word after an honorific is enough."""
    return not word[0].islower()


def _known_words(names: Iterable[str]) -> list[str]:
    words = {word for name in names for word in re.findall(r"[^\W\d_][\w'’-]*", name)}
    return sorted((word for word in words if len(word) >= SHORTEST_NAME), key=len, reverse=True)
