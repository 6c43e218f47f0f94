"""Opening an edition for a program: once for every list of it, and not again while it is kept."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request

from access.web import current_scope
from core.api.blueprints import answer_if_unchanged
from core.database import db
from core.version import CODE_VERSION
from metrics.api import services
from metrics.api.queries import Wanted
from metrics.models import Edition


def open_edition(week: str, kind: str, revision: int) -> Edition:
    """The edition; ends the request where the program holds its present answer already."""
    edition = services.require_edition(db.session(), current_scope(), week, kind, revision)
    return unless_kept(edition)


def open_figures(week: str, kind: str, revision: int) -> Edition:
    """The same, for an edition whose figures stand."""
    edition = services.require_figures(db.session(), current_scope(), week, kind, revision)
    return unless_kept(edition)


def unless_kept(edition: Edition, newest: int = 0) -> Edition:
    scope = current_scope()
    # An edition never changes, so what is said of it depends on the reader and the question alone,
    # and on whether a revision stands in its place.
    reader = scope.partner_key or ""
    asked = (edition.manifest_hash, CODE_VERSION, reader, request.full_path, str(newest))
    answer_if_unchanged(hashlib.sha256("\n".join(asked).encode()).hexdigest())
    return edition


def wanted_of(asked: dict[str, Any]) -> Wanted:
    names = Wanted.__dataclass_fields__
    return Wanted(**{name: value for name, value in asked.items() if name in names})
