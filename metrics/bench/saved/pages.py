"""Saved views as the bench lists them, and the one that was opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.visibility import Scope
from metrics.bench.forms import Asked
from metrics.bench.saved.queries import ViewOf, get_view, read_views


@dataclass(frozen=True)
class ViewLine:
    id: int
    name: str
    about: str
    is_own: bool


@dataclass(frozen=True)
class OpenedView:
    """The view an address was opened by; `trouble` where it no longer holds."""

    id: int
    name: str
    is_own: bool
    is_changed: bool
    trouble: str


def build_shelf(session: Session, scope: Scope) -> tuple[ViewLine, ...]:
    return tuple(_line(found, scope) for found in read_views(session, scope))


def _line(found: ViewOf, scope: Scope) -> ViewLine:
    view, is_own = found.view, found.view.owner_id == scope.user_id
    if is_own:
        about = "yours, shared with the house" if view.is_shared else "yours alone"
    else:
        about = f"shared by {found.owner}"
    return ViewLine(view.id, view.name, about, is_own)


def opened_view(
    session: Session, scope: Scope, view_id: str | None, asked: Asked
) -> OpenedView | None:
    """None without a view in the address, or one this person may not open."""
    if not view_id or not view_id.isdecimal() or len(view_id) > 18:
        return None
    view = get_view(session, scope, int(view_id))
    if view is None:
        return None
    is_changed = asked.query is not None and asked.query.address != view.query
    trouble = "" if asked.query else (
        "It was saved when what it names was there. Below stands what has changed; choose again, "
        "and save it anew."
    )  # fmt: skip
    return OpenedView(view.id, view.name, view.owner_id == scope.user_id, is_changed, trouble)
