"""SurveyJS's published bundles, from the npm registry, served compressed as a usual server does."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PEER = Path(__file__).resolve().parent.parent / "peers" / "surveyjs"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "twofold-benchmarks"
INSTALL_SECONDS = 180
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}


class NotRun(Exception):
    """Why the peer could not be run, in words for the table."""


def installed() -> Path:
    """The folder of the bundles, which npm fills the first time; raises NotRun."""
    folder = CACHE / "surveyjs"
    wanted = (PEER / "package.json").read_bytes()
    stamp = folder / "installed-from"
    if stamp.exists() and stamp.read_bytes() == wanted:
        return folder / "node_modules"
    npm = shutil.which("npm")
    if npm is None:
        raise NotRun("npm is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_bytes(wanted)
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=INSTALL_SECONDS)
    except subprocess.SubprocessError as error:
        raise NotRun("npm could not fetch its bundles") from error
    stamp.write_bytes(wanted)
    return folder / "node_modules"


@contextmanager
def serving_peer() -> Iterator[str]:
    """The address of the peer's page; raises NotRun."""
    bundles = installed()

    @cache
    def packed(path: str) -> bytes:
        file = PEER / "page.html" if path == "/" else bundles / path.lstrip("/")
        return gzip.compress(file.read_bytes(), 6, mtime=0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = packed(self.path)
            self.send_response(200)
            self.send_header("Content-Type", TYPES[Path(self.path).suffix or ".html"])
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """A line for each request is none of the benchmark's."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
