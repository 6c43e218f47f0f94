"""The ten lines of the documentation, run as they stand against a server that answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from core.config import load_settings
from core.context import EXTENSION, Context, context_of
from metrics.models import Edition, Estimate
from tests.programs import Program

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "api.md"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    context = context_of(app)
    environment = {
        "TWOFOLD_DATA": str(context.settings.data_folder),
        "TWOFOLD_DATABASE_URL": context.settings.database_url,
        "TWOFOLD_BASE_URL": url,
    }
    app.extensions[EXTENSION] = Context(load_settings(environment), context.keys, context.clock)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_ten_lines_print_the_newest_finals_network(
    address: str, house: Program, published: list[Edition], session: Session
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    stored = session.scalars(
        sa.select(Estimate).where(
            Estimate.edition_id == published[1].id,
            Estimate.audience == "end_user",
            Estimate.metric == "nps",
            Estimate.window == 4,
            Estimate.level == "network",
            Estimate.touchpoint_key == "",
        )
    ).one()

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TWOFOLD_URL": address, "TWOFOLD_TOKEN": house.code},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["channel_partner", "end_user"]
    assert str(stored.value) in lines[1]
    assert len([line for line in code.splitlines() if line]) == 10
