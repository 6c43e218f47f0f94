"""The product's own server for a benchmark; also storing each response in two other ways.

Usage: python -m benchmarks.product.serving VARIANT
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app import main as run_command
from core.database import WRITE_OPTION, writing_core
from core.group_commit import GroupCommit
from feedback.answers import hash_answers
from feedback.models import Answer, Response
from feedback.rows import SentSheet
from feedback.services import SubmitOutcome

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN_SECONDS = 60


class Variant(StrEnum):
    PRODUCT = "product"  # sheets that arrive together share a commit
    EACH = "each"  # a commit for each sheet, behind the same fair lock
    ORM = "orm"  # a commit for each through the unit of work, without the fair lock


@contextmanager
def serving(folder: Path, url: str, variant: Variant = Variant.PRODUCT) -> Iterator[int]:
    """The port of a server on that data folder and database, with the usual staff."""
    port = _free_port()
    environment = os.environ | {
        "TWOFOLD_DATA": str(folder),
        "TWOFOLD_DATABASE_URL": url,
        "TWOFOLD_PORT": str(port),
        "TWOFOLD_SCHEDULER": "off",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name, variant],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_answering(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_answering(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    sys.exit("The server did not start.")


def main(variant: Variant) -> None:
    submit = {Variant.EACH: _submit_each, Variant.ORM: _submit_by_orm}.get(variant)
    if submit is not None:
        GroupCommit.submit = submit  # type: ignore[method-assign, assignment]
    sys.argv = ["twofold", "serve"]
    run_command()


def _submit_each(intake: GroupCommit[SentSheet, SubmitOutcome], sheet: SentSheet) -> SubmitOutcome:
    with writing_core(intake._engine) as connection:  # noqa: SLF001 - stands in for it
        return intake._store_all(connection, [sheet])[0]  # noqa: SLF001


def _submit_by_orm(
    intake: GroupCommit[SentSheet, SubmitOutcome], sheet: SentSheet
) -> SubmitOutcome:
    with Session(intake._engine) as session:  # noqa: SLF001
        session.connection(execution_options={WRITE_OPTION: True})
        session.add(_response(sheet))
        session.commit()
    return SubmitOutcome.STORED


def _response(sheet: SentSheet) -> Response:
    same: dict[str, Any] = {
        name: getattr(sheet, name)
        for name in SentSheet.__slots__
        if name not in {"source", "answers"}
    }
    return Response(
        **same,
        source=sheet.source.value,
        sheet_hash=hash_answers(sheet.answers),
        answered_at=sheet.received_at,
        answers=[Answer(**given.columns) for given in sheet.answers],
    )


if __name__ == "__main__":
    main(Variant(sys.argv[1]))
