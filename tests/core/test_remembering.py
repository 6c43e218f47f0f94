from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

from core.remembering import Remembered


def test_a_thing_is_made_once_and_then_remembered() -> None:
    kept, made = Remembered(2), Counter[str]()

    def make() -> str:
        made["a"] += 1
        return "A"

    assert [kept.find(("a", 1), make) for _ in range(3)] == ["A"] * 3
    assert made["a"] == 1


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    kept = Remembered(2)
    for key in ("a", "b", "a", "c"):
        kept.find(key, lambda key=key: key.upper())  # type: ignore[misc]

    assert len(kept) == 2
    assert kept.find("a", lambda: "made again") == "A"
    assert kept.find("b", lambda: "made again") == "made again"


def test_nothing_is_kept_where_nothing_may_be() -> None:
    kept = Remembered(0)

    assert [kept.find("a", lambda value=value: value) for value in (1, 2)] == [1, 2]  # type: ignore[misc]
    assert len(kept) == 0


def test_two_threads_may_make_the_same_at_once() -> None:
    kept, together, found = Remembered(4), Barrier(2, timeout=10), []

    def make() -> str:
        together.wait()
        return "A"

    threads = [Thread(target=lambda: found.append(kept.find("a", make))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert found == ["A", "A"]
    assert len(kept) == 1
