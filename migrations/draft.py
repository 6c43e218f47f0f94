"""Write the next migration: what the models say and the migrations do not yet.

./dev migrate --new add_targets
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from core.database import engine_options, prepare_engine
from core.schema import FOLDER, config_over, upgrade_database


def draft(name: str) -> Path:
    """Compare the models with a database made by the migrations, and write the difference."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/draft.sqlite"
        engine = sa.create_engine(url, **engine_options(url))
        prepare_engine(engine)
        upgrade_database(engine)
        with engine.connect() as connection:
            script = command.revision(
                config_over(connection),
                message=name,
                autogenerate=True,
                rev_id=_next_number(),
            )
        engine.dispose()
    assert script is not None
    assert not isinstance(script, list)
    return Path(script.path)


def _next_number() -> str:
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    return f"{int(head or 0) + 1:04d}"


def main() -> None:
    if len(sys.argv) != 2 or not re.fullmatch(r"[a-z][a-z0-9_]*", sys.argv[1]):
        sys.exit("Name the migration's subject, as: ./dev migrate --new add_targets")
    path = draft(sys.argv[1])
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)
    print(f"Written: {path.relative_to(Path.cwd())}. Read it, and say in its first line what for.")


if __name__ == "__main__":
    main()
