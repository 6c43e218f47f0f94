"""Channel partners' answers at one partner's own place in the organisation."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stats.arrays import check_counts, repeated
from stats.disclosure.statuses import MIN_N
from stats.errors import OutOfRange

# Methods H4 [P].
MIN_PERSONS = 3
MIN_PERSONS_ATTRIBUTED = 1


class OwnNode(StrEnum):
    """What is shown of a partner's own answers, to the house and to that partner alike."""

    HIDDEN = "hidden"
    DISTRIBUTION = "distribution"
    FIGURE = "figure"


def own_node_display(
    n: ArrayLike, persons: ArrayLike, *, attributed: bool = False
) -> NDArray[np.object_]:
    """Hidden below 3 answering persons; a distribution in words below 10 answers; else a figure.

    The rules for accounts and dominance do not apply: the node is the account. Where the notice
    said that answers are read with the company's name (`attributed`), from 1 person on.
    Source: methods H4. Answers `n` and answering `persons` (c,), persons ≤ n.
    Raises OutOfRange for anything but counts, and for more persons than answers.

    >>> [str(shown) for shown in own_node_display([40, 9, 12], [2, 3, 3])]
    ['hidden', 'distribution', 'figure']
    """
    answers = check_counts("n", n)
    people = check_counts("persons", persons, answers.size)
    if (people > answers).any():
        at = int(np.flatnonzero(people > answers)[0])
        raise OutOfRange(
            f"{people[at]:g} persons gave {answers[at]:g} answers at position {at}; "
            "count the persons who answered."
        )
    found = repeated(OwnNode.FIGURE, answers.shape)
    found[answers < MIN_N] = OwnNode.DISTRIBUTION
    found[people < (MIN_PERSONS_ATTRIBUTED if attributed else MIN_PERSONS)] = OwnNode.HIDDEN
    return found
