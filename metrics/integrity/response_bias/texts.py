"""Comments that no reader of the question wrote, known by their traces alone."""

from __future__ import annotations

import numpy as np

from metrics.warehouse.columns import Bools, Ints, integers, strings
from metrics.warehouse.frozen import FrozenWeek

# “Thank you, everything was fine” is written by many; so many letters alike by nobody [P].
SHORTEST_REPEATED = 60
REPEATED_BY = 3
# “10/10” and a telephone number have no letter either [P].
SHORTEST_GIBBERISH = 20
NO_LETTERS = "none"


def repeated_texts(frozen: FrozenWeek, frame_row: Ints, chosen: Bools) -> Bools:
    """Long comments that three persons or more gave word for word."""
    text = strings(frozen.responses, "comment_hash")
    is_long = integers(frozen.responses, "comment_length") >= SHORTEST_REPEATED
    is_text = chosen & is_long & _has(text.codes, text.levels)
    person = _persons(frozen, frame_row)
    seen = np.unique(np.column_stack([text.codes[is_text], person[is_text]]), axis=0)
    persons = np.bincount(seen[:, 0], minlength=max(1, len(text.levels)))
    repeated: Bools = is_text & (persons[text.codes] >= REPEATED_BY)
    return repeated


def without_letters(frozen: FrozenWeek, chosen: Bools) -> Bools:
    """Long comments without a single letter of any script."""
    script = strings(frozen.responses, "comment_script")
    is_long = integers(frozen.responses, "comment_length") >= SHORTEST_GIBBERISH
    wordless = np.array([level == NO_LETTERS for level in script.levels] or [False])
    found: Bools = chosen & is_long & wordless[script.codes]
    return found


def _has(codes: Ints, levels: tuple[str, ...]) -> Bools:
    there: Bools = np.array([level != "" for level in levels] or [False])[codes]
    return there


def _persons(frozen: FrozenWeek, frame_row: Ints) -> Ints:
    """The person asked; who is not known is somebody else each time."""
    known = integers(frozen.frame, "person")
    inside = frame_row >= 0
    person = -1 - np.arange(len(frame_row))
    person[inside] = np.where(
        known[frame_row[inside]] > 0, known[frame_row[inside]], person[inside]
    )
    return person
