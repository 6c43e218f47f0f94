from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keys import KeyRing
from feedback.errors import SheetError
from feedback.tokens import issue_token, read_token

KEYS = KeyRing(b"0" * 64)
SERVED_AT = datetime(2026, 11, 16, 9, 0, 0, 123_000, tzinfo=UTC)


def test_a_token_says_when_its_sheet_was_served() -> None:
    token = issue_token(KEYS, 7, SERVED_AT)

    assert read_token(KEYS, 7, token).served_at == SERVED_AT


def test_every_sheet_has_a_key_of_its_own() -> None:
    keys = {read_token(KEYS, 7, issue_token(KEYS, 7, SERVED_AT)).key for _ in range(50)}

    assert len(keys) == 50


def test_a_token_serves_one_link_only() -> None:
    token = issue_token(KEYS, 7, SERVED_AT)

    with pytest.raises(SheetError):
        read_token(KEYS, 8, token)


def test_a_token_of_another_installation_is_refused() -> None:
    token = issue_token(KeyRing(b"1" * 64), 7, SERVED_AT)

    with pytest.raises(SheetError):
        read_token(KEYS, 7, token)


def test_a_token_whose_time_was_changed_is_refused() -> None:
    key, _, code = issue_token(KEYS, 7, SERVED_AT).split(".")

    with pytest.raises(SheetError):
        read_token(KEYS, 7, f"{key}.0.{code}")


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(SheetError):
        read_token(KEYS, 7, text)
