from __future__ import annotations

from typing import Any

import pytest

from stats.errors import OutOfRange
from stats.names import check_names, check_texts


def test_things_without_names_are_numbered() -> None:
    assert check_names("driver", None, 3) == ("driver 1", "driver 2", "driver 3")
    assert check_names("driver", None, 0) == ()


def test_names_are_kept_in_order() -> None:
    assert check_names("item", ["price", "advice"], 2) == ("price", "advice")


REFUSED: dict[str, tuple[Any, str]] = {
    "another number of them": (["price"], "item names: 1 where 2 are needed"),
    "one text": ("ab", "'ab' is no list; hand in 2 texts"),
    "one that repeats": (["price", "price"], "'price' is there twice"),
    "a number": (["price", 3], "3 is no text"),
    "no name at all": ([None, "price"], "None is no text"),
    "no list": (7, "7 is no list"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_names_nothing_is_refused(case: str) -> None:
    names, text = REFUSED[case]

    with pytest.raises(OutOfRange, match=text):
        check_names("item", names, 2)


def test_texts_may_repeat_where_they_name_groups() -> None:
    assert check_texts("construct names", ["ease", "ease"], 2) == ("ease", "ease")
