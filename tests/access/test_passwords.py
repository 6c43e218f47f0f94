from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore
from time import monotonic

import pytest
from argon2 import PasswordHasher

from access import passwords
from access.errors import BusyError
from access.passwords import AT_ONCE, hash_password, is_password


class CountingHasher:
    """The real hasher, which also notes how many checks run and how many run at once."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=1, memory_cost=64)
        self._guard = Lock()
        self._running = 0
        self.check_count = 0
        self.most_at_once = 0

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        with self._guard:
            self.check_count += 1
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        try:
            return self._hasher.verify(password_hash, password)
        finally:
            with self._guard:
                self._running -= 1


def test_a_password_fits_its_own_hash_only() -> None:
    stored = hash_password("four unrelated words")

    assert is_password(stored, "four unrelated words")
    assert not is_password(stored, "four unrelated Words")
    assert stored.startswith("$argon2id$")


def test_the_work_for_one_guess_is_what_is_recommended() -> None:
    usual = PasswordHasher()

    assert usual.memory_cost >= 64 * 1024  # KiB: RFC 9106, second recommended option
    assert usual.time_cost >= 3


def test_two_hashes_of_one_password_differ() -> None:
    first, second = hash_password("the same words"), hash_password("the same words")

    assert first != second


def test_somebody_without_a_password_is_never_let_in() -> None:
    assert not is_password(None, "a password that nobody has")


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not is_password("$argon2id$damaged", "anything at all")


def test_only_a_few_checks_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = CountingHasher()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    stored = hash_password("four unrelated words")

    with ThreadPoolExecutor(8) as pool:
        fits = list(pool.map(lambda _: is_password(stored, "four unrelated words"), range(8)))

    assert fits == [True] * 8
    assert 1 <= hasher.most_at_once <= AT_ONCE


def test_who_finds_no_place_in_time_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_places", Semaphore(0))
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    started = monotonic()

    with pytest.raises(BusyError, match="Try again"):
        is_password(None, "anything at all")

    assert monotonic() - started < 5
