"""The house rules that a machine can check, over every module we write."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "stats", "core", "access", "customers", "surveys", "feedback", "metrics", "demo",
)  # fmt: skip
PURE = {"numpy", "scipy", "stats", "__future__"} | set(sys.stdlib_module_names)
IMPURE_STANDARD = {"random", "secrets", "os", "time", "socket", "sqlite3", "subprocess", "datetime"}
NAMES_THAT_SAY_NOTHING = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)($|_)")
LONGEST_MODULE = 300
LONGEST_BODY = 40


def _modules(*folders: str) -> list[Path]:
    return [ROOT / "app.py"] * ("app.py" in folders) + [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))
    ]


OURS = _modules("app.py", *PACKAGES)
WRITTEN = [*OURS, *_modules("tests", "benchmarks", "examples", "migrations")]


@cache
def _nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text())))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in _nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _imported(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_point_one_way_between_packages_and_inside_them() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout


def test_nothing_imports_the_application() -> None:
    assert [_name(path) for path in OURS[1:] if "app" in _imported(path)] == []


def test_measurement_imports_arrays_and_the_standard_library_only() -> None:
    foreign = {
        f"{_name(path)}: {name}"
        for path in _modules("stats")
        for name in _imported(path)
        if name not in PURE
    }

    assert foreign == set()


def test_measurement_has_no_clock_no_chance_and_no_environment() -> None:
    used = {
        f"{_name(path)}: {name}"
        for path in _modules("stats")
        for name in _imported(path)
        if name in IMPURE_STANDARD
    }

    assert used == set()


def test_no_function_body_is_longer_than_a_screen() -> None:
    # Migrations are exempt: they are written once, by the machine, and never grow.
    too_long = [
        f"{_name(path)}:{function.lineno} {function.name} ({_body_length(function)} lines)"
        for path in [*OURS, *_modules("tests", "benchmarks", "examples")]
        for function in _functions(path)
        if _body_length(function) > LONGEST_BODY
    ]

    assert too_long == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = [_body_length(function) for path in OURS for function in _functions(path)]

    tenths = quantiles(lengths, n=10)

    assert tenths[4] <= 8
    assert tenths[8] <= 20


def test_no_module_is_too_long_to_read_at_once() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in [*WRITTEN, ROOT / "dev"]}

    too_long = [f"{_name(path)} ({length})" for path, length in lengths.items()
                if length > LONGEST_MODULE]  # fmt: skip

    assert too_long == []
    assert quantiles([lengths[path] for path in OURS], n=10)[8] <= 200


def test_names_say_what_they_name() -> None:
    vague = [
        _name(path)
        for path in WRITTEN
        if NAMES_THAT_SAY_NOTHING.search(path.stem)
        or any(NAMES_THAT_SAY_NOTHING.search(part) for part in path.relative_to(ROOT).parts[:-1])
    ]
    vague += [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in OURS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and NAMES_THAT_SAY_NOTHING.search(re.sub(r"(?<!^)(?=[A-Z])", "_", node.name).lower())
    ]

    assert vague == []


def test_every_error_of_a_package_descends_from_its_tree() -> None:
    strays = [
        f"{_name(path)}: {node.name}"
        for path in OURS
        if path.name == "errors.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Exception" for base in node.bases)
        and node.name not in {"TwofoldError", "StatsError"}
    ]

    assert strays == []


def test_a_page_template_fits_on_a_screen() -> None:
    pages = [
        path
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "{% extends" in path.read_text()
    ]

    too_long = [
        f"{_name(path)} ({len(path.read_text().splitlines())})"
        for path in pages
        if len(path.read_text().splitlines()) > 60
    ]

    assert too_long == []


def test_no_template_reaches_for_another_host_or_carries_its_own_style() -> None:
    guilty = [
        _name(path)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"""(src|href)=["'](https?:)?//|\sstyle=|\son[a-z]+=""", path.read_text())
    ]

    assert guilty == []


def test_the_product_speaks_of_itself_alone() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    guilty = [
        name
        for name in tracked
        if (ROOT / name).suffix in {".py", ".md", ".html", ".toml", ".css", ".js", ".lock", ""}
        and (ROOT / name).is_file()
        and re.search(r"/(root|home/\w+|Users)/|/work/(?!\w*\{)", (ROOT / name).read_text())
        and name != "tests/test_architecture.py"
    ]

    assert guilty == []
