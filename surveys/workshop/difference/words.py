"""Two wordings of one text: what fell out, what came in, and how far apart they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Chinese and Japanese are written without spaces: every sign is a word of its own there.
SIGN = r"\u3040-\u30ff\u3400-\u9fff"
MARK = r".,;:!?…()\"'“”„‘’«»¿¡،؛؟。，、？！"
WORD = re.compile(rf"\s+|[{SIGN}]|[^\s{SIGN}{MARK}]+|.")
PUNCTUATION = re.compile(rf"[\s{MARK}]+")
SHORTEST_MISSPELT = 5


class PieceKind(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Piece:
    """A run of a text: in both wordings, in the old one only, or in the new one only."""

    kind: PieceKind
    text: str


class Distance(StrEnum):
    """How far a wording is from the one before."""

    PUNCTUATION = "punctuation"
    SPELLING = "spelling"
    WORDING = "wording"


def mark_words(old: str, new: str) -> tuple[Piece, ...]:
    """The two wordings as one, word by word."""
    before, after = WORD.findall(old), WORD.findall(new)
    return tuple(_pieces(before, after))


def distance(old: str, new: str) -> Distance:
    """Punctuation: the same words, whatever stands between them and in which case. Spelling: as
    many words, and each that differs has five letters or more and one letter added, left out,
    replaced, or two changed about. Wording: anything else.
    """
    before, after = _words(old), _words(new)
    if before == after:
        return Distance.PUNCTUATION
    if len(before) == len(after) and all(
        one == other or _is_misspelt(one, other) for one, other in zip(before, after, strict=True)
    ):
        return Distance.SPELLING
    return Distance.WORDING


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Words that changed one after the other stand together, with the spaces between them."""
    out = inside = ""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        old, new = "".join(before[first:last]), "".join(after[start:end])
        if kind == "equal" and (old.strip() or not (out or inside)):
            yield from _changed(out, inside)
            yield Piece(PieceKind.SAME, old)
            out = inside = ""
        else:
            out, inside = out + old, inside + new
    yield from _changed(out, inside)


def _changed(out: str, inside: str) -> Iterator[Piece]:
    if out:
        yield Piece(PieceKind.OUT, out)
    if inside:
        yield Piece(PieceKind.IN, inside)


def _words(text: str) -> list[str]:
    # An apostrophe belongs to its word: "can" and "can't" are two.
    return PUNCTUATION.sub(" ", re.sub(r"(?<=\w)['’](?=\w)", "_", text)).casefold().split()


def _is_misspelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_MISSPELT or not (one + other).isalpha():
        return False
    start = next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    rest, rest_of_other = one[start:], other[start:]
    is_swapped = (
        len(rest) >= 2 and rest[:2] == rest_of_other[1::-1] and rest[2:] == rest_of_other[2:]
    )
    return is_swapped or (
        rest[1:] == rest_of_other[1:] or rest[1:] == rest_of_other or rest == rest_of_other[1:]
    )
