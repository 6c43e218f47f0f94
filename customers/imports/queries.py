"""Imports done, and the column maps that come with the product."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from customers.models import Import

EXAMPLES_FOLDER = Path(__file__).parents[2] / "examples"
SHOWN_IMPORTS = 20


def recent_imports(session: Session) -> list[Import]:
    statement = sa.select(Import).order_by(Import.id.desc()).limit(SHOWN_IMPORTS)
    return list(session.scalars(statement))


def saved_maps() -> dict[str, Path]:
    """The column maps of the examples, by a short name: "olist/transactions"."""
    paths = sorted(EXAMPLES_FOLDER.glob("*/*.toml"))
    return {f"{path.parent.name}/{path.stem}": path for path in paths}
