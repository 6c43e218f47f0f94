from __future__ import annotations

import gc
import subprocess
import sys

from core.serving import set_apart_what_is_loaded


def test_what_is_loaded_is_left_out_of_the_search_for_garbage() -> None:
    try:
        set_apart_what_is_loaded()

        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_what_sets_pages_for_paper_is_loaded_before_the_first_reader_asks() -> None:
    code = "import sys; from core.serving import load_ahead; load_ahead()"
    found = f"{code}; sys.exit('weasyprint' not in sys.modules)"

    assert subprocess.run([sys.executable, "-c", found], check=False).returncode == 0
