from __future__ import annotations

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from core.database import Base
from core.errors import SchemaError
from core.schema import (
    FOLDER,
    config_over,
    pending_migrations,
    require_current_tables,
    upgrade_database,
)
from tests.databases import make_engine


def test_the_migrations_make_exactly_the_tables_that_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_every_check_of_the_models_is_in_the_database(engine: Engine) -> None:
    wanted = {
        (table.name, constraint.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, sa.CheckConstraint)
    }

    found = {
        (table, check["name"])
        for table in sa.inspect(engine).get_table_names()
        for check in sa.inspect(engine).get_check_constraints(table)
    }

    assert wanted <= found


def test_an_upgrade_runs_what_is_pending_and_a_second_one_nothing(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)
    pending = pending_migrations(engine)

    first, second = upgrade_database(engine), upgrade_database(engine)

    assert pending[0] == "0001"
    assert first == pending
    assert second == ()
    engine.dispose()


def test_two_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    engines = [make_engine(empty_database_url) for _ in range(2)]
    barrier = Barrier(2)
    done: list[tuple[str, ...]] = []

    def start(engine: Engine) -> None:
        barrier.wait()
        done.append(upgrade_database(engine))

    threads = [Thread(target=start, args=[engine]) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert () in done
    assert sum(bool(revisions) for revisions in done) == 1
    for engine in engines:
        engine.dispose()


def test_a_database_from_a_newer_version_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(SchemaError, match=r"9999.*newer version"):
        upgrade_database(engine)


def test_migrations_are_numbered_without_gaps_and_each_has_a_subject() -> None:
    scripts = list(ScriptDirectory(str(FOLDER)).walk_revisions())[::-1]

    assert [script.revision for script in scripts] == [
        f"{number:04d}" for number in range(1, len(scripts) + 1)
    ]
    assert all(script.doc for script in scripts)


def test_going_back_to_the_start_leaves_no_table(engine: Engine) -> None:
    with engine.begin() as connection:
        command.downgrade(config_over(connection), "base")

    assert sa.inspect(engine).get_table_names() == ["alembic_version"]


def test_a_command_makes_the_tables_of_an_empty_database(empty_database_url: str) -> None:
    engine = make_engine(empty_database_url)

    require_current_tables(engine)

    assert pending_migrations(engine) == ()
    engine.dispose()


def test_a_command_leaves_a_database_that_is_behind_to_a_person(engine: Engine) -> None:
    with engine.begin() as connection:
        command.downgrade(config_over(connection), "-1")

    with pytest.raises(SchemaError, match=r"1 migration.*twofold migrate"):
        require_current_tables(engine)
