from __future__ import annotations

import gc
import subprocess
import sys

from core.garbage import SEARCH_AFTER


def test_every_command_looks_for_garbage_seldom() -> None:
    code = (
        "import gc, sys; from app import main; sys.argv = ['twofold', '--help']\n"
        "try: main()\n"
        "except SystemExit: print(gc.get_threshold())"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout

    assert str(SEARCH_AFTER) in done
    assert gc.get_threshold() < SEARCH_AFTER
