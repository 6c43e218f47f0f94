from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import SqliteSource
from tests.metrics.leaks.worlds import World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for every walk, which reads alone: it takes as long to make as fifty tests.

    On SQLite; what each query may find is tested on both databases where the query is.
    """
    folder: Path = tmp_path_factory.mktemp("leaks")
    template = SqliteSource(tmp_path_factory.mktemp("leaks-template"))
    with template.database(folder, migrated=True) as url, make_world(url, folder) as world:
        yield world
