"""Whole installations for the journeys: a data folder, a server, and the `twofold` command."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TWOFOLD = Path(sys.executable).with_name("twofold")
STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Installation:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "TWOFOLD" not in name}
        return kept | {
            "TWOFOLD_DATA": str(self.folder),
            "TWOFOLD_PORT": str(self.port),
            "TWOFOLD_SCHEDULER": "off",
        }

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [TWOFOLD, *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def twofold(self, *arguments: object) -> str:
        """Run a command; returns what it printed, or fails with it."""
        result = self.run(*arguments)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def sign_in_link(self, email: str) -> str:
        return find_link(self.twofold("user", "link", email))


def find_link(text: str) -> str:
    found = re.search(r"http://\S+/link/\S+", text)
    assert found, text
    return found.group()


@contextmanager
def serving(folder: Path) -> Iterator[Installation]:
    """An installation that answers on a free port until the context is left."""
    installation = Installation(folder, _free_port())
    installation.twofold("migrate")
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [TWOFOLD, "serve", "--no-first-link"],
            env=installation.environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_answering(installation, server)
            yield installation
        finally:
            server.terminate()
            server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_answering(installation: Installation, server: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < give_up_at:
        assert server.poll() is None, (installation.folder / "server.log").read_text()
        try:
            with urllib.request.urlopen(f"{installation.url}/health", timeout=2):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError((installation.folder / "server.log").read_text())
