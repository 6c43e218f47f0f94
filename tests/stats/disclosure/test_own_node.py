from __future__ import annotations

import pytest

from stats.disclosure import OwnNode, own_node_display
from stats.errors import OutOfRange

# answers, answering persons, attributed by the notice, what is shown
NODES = {
    "two persons": (40, 2, False, OwnNode.HIDDEN),
    "three persons, nine answers": (9, 3, False, OwnNode.DISTRIBUTION),
    "three persons, ten answers": (10, 3, False, OwnNode.FIGURE),
    "nobody": (0, 0, False, OwnNode.HIDDEN),
    "one person, attributed": (1, 1, True, OwnNode.DISTRIBUTION),
    "one person with ten answers, attributed": (10, 1, True, OwnNode.FIGURE),
    "nobody, attributed": (0, 0, True, OwnNode.HIDDEN),
}


@pytest.mark.parametrize("case", NODES)
def test_a_partners_own_answers_are_shown_from_three_persons_and_as_a_figure_from_ten(
    case: str,
) -> None:
    n, persons, attributed, shown = NODES[case]

    assert own_node_display([n], [persons], attributed=attributed)[0] is shown


def test_more_persons_than_answers_are_refused() -> None:
    with pytest.raises(OutOfRange, match="3 persons gave 2 answers at position 0"):
        own_node_display([2], [3])
