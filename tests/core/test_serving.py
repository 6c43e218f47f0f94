from __future__ import annotations

import gc

from core.serving import set_apart_what_is_loaded


def test_what_is_loaded_is_left_out_of_the_search_for_garbage() -> None:
    try:
        set_apart_what_is_loaded()

        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
