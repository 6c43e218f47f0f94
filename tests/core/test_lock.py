from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest

from core.lock import FairLock

ROOT = Path(__file__).resolve().parents[2]


def test_one_holds_the_lock_at_a_time(tmp_path: Path) -> None:
    lock = FairLock(str(tmp_path / "lock"))
    together = Barrier(8)
    inside = 0
    most = 0

    def enter(_: int) -> None:
        nonlocal inside, most
        together.wait(timeout=20)
        for _ in range(50):
            with lock.held():
                inside += 1
                most = max(most, inside)
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, range(8)))

    assert (most, inside) == (1, 0)


def test_threads_get_the_lock_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    lock = FairLock(str(tmp_path / "lock"))
    order: list[int] = []

    def enter(number: int) -> None:
        with lock.held():
            order.append(number)

    threads = []
    with lock.held():
        for number in range(6):
            thread = Thread(target=enter, args=(number,))
            thread.start()
            threads.append(thread)
            while len(lock._waiting) <= number:
                Event().wait(0.001)
    for thread in threads:
        thread.join(timeout=20)

    assert order == list(range(6))


def test_an_error_inside_gives_the_lock_back(tmp_path: Path) -> None:
    lock = FairLock(str(tmp_path / "lock"))

    with pytest.raises(ZeroDivisionError), lock.held():
        _ = 1 / 0

    with lock.held():
        pass


def test_another_process_waits_until_the_lock_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = (
        f"from core.lock import FairLock\nprint('asking', flush=True)\n"
        f"with FairLock({str(path)!r}).held(): print(open({str(tmp_path / 'note')!r}).read())"
    )

    with FairLock(str(path)).held():
        other = subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout is not None
        assert other.stdout.readline() == "asking\n"
        (tmp_path / "note").write_text("written before the lock was given back")
    output, _ = other.communicate(timeout=30)

    assert other.returncode == 0
    assert output == "written before the lock was given back\n"


def test_a_process_that_dies_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = (
        "import os, signal\nfrom core.lock import FairLock\n"
        f"with FairLock({str(path)!r}).held(): os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False, timeout=30)

    with FairLock(str(path)).held():
        pass
