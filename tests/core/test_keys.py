from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import ConfigurationError
from core.keys import KeyRing, load_keys

KEYS = KeyRing(b"a secret of this test")


def test_a_code_opens_its_own_purpose_and_subject_only() -> None:
    code = KEYS.code("invitation", "12")

    assert KEYS.matches("invitation", "12", code)
    assert not KEYS.matches("unsubscribe", "12", code)
    assert not KEYS.matches("invitation", "13", code)
    assert not KeyRing(b"another secret").matches("invitation", "12", code)


def test_purpose_and_subject_cannot_be_shifted_into_each_other() -> None:
    assert KEYS.code("ab", "c") != KEYS.code("a", "bc")


@pytest.mark.parametrize("code", ["", "x", "ümläut", "0" * 27])
def test_a_made_up_code_opens_nothing(code: str) -> None:
    assert not KEYS.matches("invitation", "12", code)


def test_a_code_holds_160_bits_and_fits_into_an_address() -> None:
    code = KEYS.code("invitation", "12")

    assert len(code) == 27
    assert code.replace("-", "").replace("_", "").isalnum()


def test_the_secret_is_not_shown_when_keys_are_printed() -> None:
    assert "a secret" not in repr(KEYS)


def test_the_key_file_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret.key"

    first, second = load_keys(path), load_keys(path)

    assert first == second
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keys(tmp_path / "other.key") != first


def test_starting_several_times_at_once_makes_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"

    with ThreadPoolExecutor(8) as pool:
        rings = set(pool.map(lambda _: load_keys(path), range(8)))

    assert len(rings) == 1


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_key_file_that_others_can_read_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    load_keys(path)
    path.chmod(0o644)

    with pytest.raises(ConfigurationError, match="chmod 600"):
        load_keys(path)


@pytest.mark.parametrize("text", ["", "too short"])
def test_a_damaged_key_file_is_refused_and_never_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secret.key"
    path.touch(0o600)
    path.write_text(text)

    with pytest.raises(ConfigurationError, match="backup"):
        load_keys(path)

    assert path.read_text() == text
