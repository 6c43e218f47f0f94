"""The check that names of items, drivers and the like pass on their way in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stats.errors import OutOfRange


def check_names(one: str, names: Sequence[str] | None, size: int) -> tuple[str, ...]:
    """A different name for each of `size` things; numbered where none are handed in.

    `one` says what is named: "item" gives "item 1", "item 2", …. Raises OutOfRange for one text in
    place of a list, names that are no texts, another number of them, or one that repeats.

    >>> check_names("item", None, 2), check_names("item", ["price", "service"], 2)
    (('item 1', 'item 2'), ('price', 'service'))
    """
    if names is None:
        return tuple(f"{one} {number}" for number in range(1, size + 1))
    given = check_texts(f"{one} names", names, size)
    if len(set(given)) < size:
        twice = next(name for name in given if given.count(name) > 1)
        raise OutOfRange(f"{one} names: {twice!r} is there twice; give each its own.")
    return given


def check_texts(what: str, texts: Sequence[str], size: int) -> tuple[str, ...]:
    """`size` texts, which may repeat. Raises OutOfRange for anything else."""
    if isinstance(texts, str) or not isinstance(texts, Iterable):
        raise OutOfRange(f"{what}: {texts!r} is no list; hand in {size} texts.")
    given: tuple[object, ...] = tuple(texts)
    if len(given) != size:
        raise OutOfRange(f"{what}: {len(given)} where {size} are needed; align them.")
    for text in given:
        if not isinstance(text, str):
            raise OutOfRange(f"{what}: {text!r} is no text; name every one.")
    return tuple(str(text) for text in given)
