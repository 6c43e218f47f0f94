from __future__ import annotations

import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev() -> ModuleType:
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = spec_from_loader("dev", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "dev", *arguments], capture_output=True, text=True, check=False
    )


def test_alone_it_lists_its_commands_and_does_nothing_else() -> None:
    result = _run()

    assert result.returncode == 0
    assert re.findall(r"^  (\S+)", result.stdout, re.MULTILINE)[:2] == ["run", "test"]


def test_an_unknown_command_ends_with_the_list() -> None:
    result = _run("tset")

    assert result.returncode == 2
    assert "Use: ./dev COMMAND" in result.stdout


def test_another_lock_file_asks_for_another_installation(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dev._fingerprint()
    other = tmp_path / "requirements.lock"
    other.write_text(dev.LOCK.read_text() + "\n# one line more\n")

    monkeypatch.setattr(dev, "LOCK", other)

    assert dev._fingerprint() != before


def test_uv_is_installed_by_its_own_pinned_hashes(dev: ModuleType) -> None:
    lines = dev._locked_uv().splitlines()

    assert re.fullmatch(r"uv==[\d.]+ \\", lines[0])
    assert all("--hash=sha256:" in line for line in lines[1:])
    assert len(lines) > 2


def test_every_package_of_the_lock_file_is_pinned_by_hash_and_no_address_stands_in_it() -> None:
    text = (ROOT / "requirements.lock").read_text()

    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_every_dependency_is_in_the_lock_file() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    lock = (ROOT / "requirements.lock").read_text()

    wanted = re.findall(r'^    "([a-z0-9-]+)[\[<>=]', project, re.MULTILINE)
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))

    assert len(wanted) > 20
    assert set(wanted) <= locked


def test_the_sqlite_wheel_with_the_old_library_is_not_installed() -> None:
    assert "pysqlite3-binary" not in (ROOT / "requirements.lock").read_text()
