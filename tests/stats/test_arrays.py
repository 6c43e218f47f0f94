from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from stats.arrays import (
    LARGEST,
    check_codes,
    check_counts,
    check_finite_weights,
    check_floats,
    check_positive_weights,
)
from stats.errors import BadWeights, InputError, OutOfRange

Check = Callable[[Any], object]

REFUSED: dict[str, tuple[Check, object, type[InputError], str]] = {
    "texts": (lambda x: check_floats("y", x), ["1"], OutOfRange, "hand in numbers"),
    "truths": (lambda x: check_floats("y", x), [True], OutOfRange, "type bool"),
    "objects": (lambda x: check_floats("y", x), [1, None], OutOfRange, "type object"),
    "ragged": (lambda x: check_floats("y", x), [1, [2]], OutOfRange, "y mixes values with lists"),
    "a table": (lambda x: check_floats("y", x), [[1, 2]], OutOfRange, "2 dimensions"),
    "missing": (lambda x: check_floats("y", x), [1, np.nan, 1e99], OutOfRange, "nan at position 1"),
    "endless": (lambda x: check_floats("y", x), [-np.inf], OutOfRange, "-inf at position 0"),
    "huge": (lambda x: check_floats("y", x), [1, -1e76], OutOfRange, "-1e[+]76 at position 1, too"),
    "huge count": (lambda x: check_counts("n", x), [1, 1e16], OutOfRange, "counted exactly"),
    "ragged codes": (lambda x: check_codes("h", x, 2), [0, [1]], OutOfRange, "h mixes values"),
    "huge weight": (lambda x: check_finite_weights("w", x), [1e80], BadWeights, "at most 1e[+]75"),
    "tiny weight": (lambda x: check_positive_weights("w", x), [1, 1e-80], BadWeights, "too small"),
    "ragged weights": (lambda x: check_finite_weights("w", x), [1, [1]], OutOfRange, "w mixes"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_arrays_that_cannot_be_measured_are_refused(case: str) -> None:
    check, values, refusal, text = REFUSED[case]

    with pytest.raises(refusal, match=text):
        check(values)


@pytest.mark.parametrize("kind", ["int8", "uint64", "float16", "float32", "float64"])
def test_every_kind_of_number_becomes_float64(kind: str) -> None:
    found = check_floats("y", np.array([1, 2], dtype=kind))

    assert found.dtype == np.float64
    assert found.tolist() == [1.0, 2.0]


def test_the_largest_number_and_no_number_at_all_pass() -> None:
    assert check_floats("y", [LARGEST, -LARGEST]).size == 2
    assert check_floats("y", []).size == 0
    assert check_counts("n", [2**53]).tolist() == [2.0**53]
