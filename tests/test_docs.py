from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
README = (ROOT / "README.md").read_text()


def _command_names(commands: Iterable[click.Command], prefix: str = "") -> Iterator[str]:
    for command in commands:
        name = f"{prefix}{command.name}"
        if isinstance(command, click.Group):
            yield from _command_names(command.commands.values(), f"{name} ")
        else:
            yield name


def _all_commands() -> set[str]:
    from app import COMMANDS

    return set(_command_names(COMMANDS))


def _rows(text: str) -> set[str]:
    """What stands in code marks at the start of a table's rows."""
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def test_every_setting_is_documented_and_none_that_does_not_exist() -> None:
    read = set(re.findall(r"\bTWOFOLD_[A-Z_]*[A-Z]\b", (ROOT / "core" / "config.py").read_text()))

    assert {row for row in _rows(OPERATIONS) if row.startswith("TWOFOLD_")} == read


def test_every_command_is_documented_and_none_that_does_not_exist() -> None:
    documented = {
        row.removeprefix("twofold ") for row in _rows(OPERATIONS) if row.startswith("twofold ")
    }

    assert documented == _all_commands()


def test_every_command_has_a_help_text_that_is_a_sentence() -> None:
    from app import COMMANDS

    def walk(commands: Iterable[click.Command]) -> Iterator[click.Command]:
        for command in commands:
            yield command
            if isinstance(command, click.Group):
                yield from walk(command.commands.values())

    wordless = [
        command.name for command in walk(COMMANDS) if not re.match(r"[A-Z].*\.", command.help or "")
    ]

    assert wordless == []


def test_the_commands_of_the_readme_exist() -> None:
    listed = subprocess.run(
        [sys.executable, ROOT / "dev"], capture_output=True, text=True, check=True
    ).stdout
    known = set(re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE))

    named = set(re.findall(r"\./dev ([a-z-]+)", README))

    assert {"run", "test"} <= named <= known


def test_the_files_and_folders_of_the_readme_exist() -> None:
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|lock))`", README)

    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]

    dead = [
        f"{document.name}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)", document.read_text())
        if not (document.parent / target).exists()
    ]

    assert dead == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]

    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
