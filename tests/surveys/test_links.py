from __future__ import annotations

import pytest

from core.keys import KeyRing
from surveys.links import (
    invitation_path,
    read_invitation_code,
    read_unsubscribe_code,
    unsubscribe_path,
)

KEYS = KeyRing(b"k" * 64)
OTHER_KEYS = KeyRing(b"o" * 64)


def _code(path: str) -> str:
    return path.rpartition("/")[2]


def test_an_answering_link_names_its_invitation() -> None:
    assert read_invitation_code(KEYS, _code(invitation_path(KEYS, 42))) == 42


def test_an_unsubscribing_link_names_its_invitation() -> None:
    assert read_unsubscribe_code(KEYS, _code(unsubscribe_path(KEYS, 42))) == 42


def test_a_link_carries_at_least_128_bits_that_cannot_be_guessed() -> None:
    _, _, code = _code(invitation_path(KEYS, 42)).partition("-")

    assert len(code) * 6 >= 128


def test_a_link_for_one_purpose_opens_nothing_else() -> None:
    answering = _code(invitation_path(KEYS, 42))
    unsubscribing = _code(unsubscribe_path(KEYS, 42))

    assert read_unsubscribe_code(KEYS, answering) is None
    assert read_invitation_code(KEYS, unsubscribing) is None


def test_a_link_of_another_installation_opens_nothing() -> None:
    assert read_invitation_code(KEYS, _code(invitation_path(OTHER_KEYS, 42))) is None


@pytest.mark.parametrize(
    "text",
    ["", "-", "42", "42-", "x-y", "-42-abc", "²-abc", "42-ÿ", "9" * 40 + "-abc", "42-" + "a" * 900],
)
def test_what_is_no_link_of_ours_opens_nothing(text: str) -> None:
    assert read_invitation_code(KEYS, text) is None


def test_an_invitation_has_one_link_and_no_other_spelling() -> None:
    _, _, code = _code(invitation_path(KEYS, 7)).partition("-")

    assert read_invitation_code(KEYS, f"007-{code}") is None
    assert read_invitation_code(KEYS, f"7-{code}x") is None
