from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from core.config import load_settings
from core.errors import ConfigurationError
from core.serving import check_address

TWOFOLD = Path(sys.executable).with_name("twofold")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port: int = other.getsockname()[1]
        yield port


def test_a_taken_port_is_named_with_the_setting_that_changes_it(taken_port: int) -> None:
    settings = load_settings({"TWOFOLD_PORT": str(taken_port)})

    with pytest.raises(ConfigurationError, match=rf"port {taken_port}.*TWOFOLD_PORT"):
        check_address(settings)


def test_migrating_twice_says_that_nothing_was_left_to_do(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["migrate"])

    assert result.exit_code == 0
    assert result.output == "The database is up to date.\n"


def test_a_first_start_greets_with_one_administrator_link_and_a_second_one_does_not(
    tmp_path: Path,
) -> None:
    environment = {"TWOFOLD_DATA": str(tmp_path), "TWOFOLD_SCHEDULER": "off"}

    starts = [_start_and_stop(environment | {"TWOFOLD_PORT": str(_free_port())}) for _ in range(2)]

    assert len(re.findall(r"/link/", starts[0])) == 1
    assert "/link/" not in starts[1]


def test_a_setting_that_cannot_be_used_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    result = subprocess.run(
        [TWOFOLD, "serve"],
        env={"TWOFOLD_DATA": str(tmp_path), "TWOFOLD_PORT": "many"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr.startswith("Error: TWOFOLD_PORT is 'many'.")
    assert "Traceback" not in result.stderr


def test_a_database_that_cannot_be_reached_is_told_without_a_traceback(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/nothing"

    result = subprocess.run(
        [TWOFOLD, "users"],
        env={"TWOFOLD_DATA": str(tmp_path), "TWOFOLD_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 1
    assert result.stderr.startswith("Error: the database cannot be used:")
    assert "Traceback" not in result.stderr


def test_the_scheduler_alone_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with _start("scheduler", {"TWOFOLD_DATA": str(tmp_path)}) as process:
        assert process.stdout
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)

    assert line.startswith("The scheduler is running.")
    assert rest.startswith("Stopped.")
    assert process.returncode == 0


def _start(command: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [TWOFOLD, command],
        env={"PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _start_and_stop(environment: dict[str, str]) -> str:
    """What a start prints up to the line that says it answers."""
    said = ""
    with _start("serve", environment) as process:
        assert process.stdout
        for line in process.stdout:
            said += line
            if "Stop it with Ctrl-C" in line:
                break
        process.terminate()
        process.wait(timeout=60)
    return said


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
