from __future__ import annotations

import doctest
import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest

import stats

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "methods"
PARTS = {m.name: import_module(f"stats.{m.name}") for m in iter_modules(stats.__path__) if m.ispkg}
FUNCTIONS = [
    (part, name)
    for part, module in PARTS.items()
    for name in module.__all__
    if inspect.isfunction(getattr(module, name))
]


def _link(module: ModuleType, name: str) -> str:
    """The link that a page makes of a function: its name, leading to the file that defines it."""
    file = inspect.getsourcefile(getattr(module, name))
    assert file is not None
    return f"[`{name}`](../../{Path(file).relative_to(ROOT).as_posix()})"


@pytest.mark.parametrize(("part", "name"), FUNCTIONS)
def test_every_public_function_is_explained_and_linked_on_its_page(part: str, name: str) -> None:
    page = (PAGES / f"{part}.md").read_text(encoding="utf-8")

    assert _link(PARTS[part], name) in page


@pytest.mark.parametrize(("part", "name"), FUNCTIONS)
def test_every_public_function_carries_a_worked_example(part: str, name: str) -> None:
    if name == "partition":  # shown in the document; Partition carries the example
        name = "Partition"

    assert ">>>" in (inspect.getdoc(getattr(PARTS[part], name)) or "")


@pytest.mark.parametrize("part", ["", *PARTS])
def test_everything_public_is_listed_once_and_exists(part: str) -> None:
    module = PARTS[part] if part else stats

    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


def test_a_name_is_public_in_one_part_only_and_from_the_package() -> None:
    names = [name for module in PARTS.values() for name in module.__all__]

    assert len(set(names)) == len(names)
    assert set(names) <= set(stats.__all__)
    assert not set(names) & set(PARTS)


def test_every_part_has_its_page_in_the_table_of_contents() -> None:
    contents = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")

    assert [part for part in PARTS if f"(methods/{part}.md)" not in contents] == []


def test_the_first_session_runs_as_it_is_printed() -> None:
    document = ROOT / "docs" / "methods.md"

    found = doctest.testfile(
        str(document),
        module_relative=False,
        encoding="utf-8",
        optionflags=doctest.ELLIPSIS,  # how exactly margins are met is the machine's
    )

    assert found.attempted > 10
    assert found.failed == 0
