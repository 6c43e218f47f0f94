from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import stats

DOCUMENT = (Path(__file__).parents[2] / "docs" / "methods.md").read_text(encoding="utf-8")
FUNCTIONS = [name for name in stats.__all__ if inspect.isfunction(getattr(stats, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_is_in_the_methods_document(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_carries_a_worked_example(name: str) -> None:
    if name == "partition":  # shown in the document; Partition carries the example
        name = "Partition"

    assert ">>>" in (inspect.getdoc(getattr(stats, name)) or "")


def test_everything_public_is_listed_once_and_exists() -> None:
    assert len(set(stats.__all__)) == len(stats.__all__)
    assert all(hasattr(stats, name) for name in stats.__all__)
