from __future__ import annotations

import pytest

from surveys.workshop.difference.words import Distance, PieceKind, distance, mark_words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("How was it?", "how was it ?", Distance.PUNCTUATION),
        ("Your delivery", "Your delivery!", Distance.PUNCTUATION),
        ("How satisifed are you?", "How satisfied are you?", Distance.SPELLING),
        ("your expereince", "your experience", Distance.SPELLING),
        ("the colour of it", "the color of it", Distance.SPELLING),
        ("our delivry", "our delivery", Distance.SPELLING),
        ("How satisfied are you?", "How dissatisfied are you?", Distance.WORDING),
        ("How likely is it?", "How unlikely is it?", Distance.WORDING),
        ("in the last 6 months", "in the last 9 months", Distance.WORDING),
        ("more than 10000", "more than 20000", Distance.WORDING),
        ("Is it now?", "Is it not?", Distance.WORDING),
        ("I can answer", "I can't answer", Distance.WORDING),
        ("the delivery", "the last delivery", Distance.WORDING),
        ("the delivery", "", Distance.WORDING),
    ],
)
def test_a_wording_is_as_far_from_another_as_its_words(
    old: str, new: str, expected: Distance
) -> None:
    assert distance(old, new) is expected


@pytest.mark.parametrize(
    ("old", "new", "out", "inside"),
    [
        ("How was the visit?", "How was the repair?", ["visit"], ["repair"]),
        ("How was it?", "How was it?", [], []),
        ("您满意吗", "您很满意吗", [], ["很"]),
        ("हमारी सेवा कैसी थी", "हमारी डिलीवरी कैसी थी", ["सेवा"], ["डिलीवरी"]),
        ("", "New", [], ["New"]),
        ("Anything to tell us?", "What else?", ["Anything to tell us"], ["What else"]),
    ],
)
def test_the_words_that_differ_are_marked(
    old: str, new: str, out: list[str], inside: list[str]
) -> None:
    pieces = mark_words(old, new)

    assert [piece.text for piece in pieces if piece.kind is PieceKind.OUT] == out
    assert [piece.text for piece in pieces if piece.kind is PieceKind.IN] == inside
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.OUT) == new
    assert "".join(piece.text for piece in pieces if piece.kind is not PieceKind.IN) == old
