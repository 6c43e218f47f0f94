"""Keep what was chosen on the bench under a name; rename, share, remove and put back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from access.services import record_audit
from core.database import one_at_a_time
from metrics.bench.errors import NoSuchViewError, ViewNameError
from metrics.bench.saved.models import LONGEST_NAME, SavedView
from metrics.bench.saved.queries import get_own_view, has_name
from metrics.integrity.signature import Signature

VIEWS = "change saved views"
GONE = "There is no such view, or it is not yours. The bench lists those you can open."


def save_view(
    session: Session, name: str, query: str, signature: Signature, *, is_shared: bool = False
) -> SavedView:
    """A new view of the person who signs. `query` is a checked choice's own address.

    Raises ViewNameError.
    """
    one_at_a_time(session, VIEWS)
    owner_id = signature.scope.user_id
    if owner_id is None:
        raise NoSuchViewError("Views belong to people who sign in.")
    _check_name(session, owner_id, name)
    view = SavedView(
        owner_id=owner_id, name=name, query=query, is_shared=is_shared,
        created_at=signature.at, changed_at=signature.at,
    )  # fmt: skip
    session.add(view)
    session.flush()
    _record(session, signature, "save view", view)
    return view


def change_view(
    session: Session, view_id: int, name: str, signature: Signature, *, is_shared: bool
) -> SavedView:
    """Rename it, share it or no longer; raises NoSuchViewError and ViewNameError."""
    one_at_a_time(session, VIEWS)
    view = _own(session, view_id, signature)
    _check_name(session, view.owner_id, name, but=view.id)
    view.name, view.is_shared, view.changed_at = name, is_shared, signature.at
    _record(session, signature, "change view", view)
    return view


def remove_view(session: Session, view_id: int, signature: Signature) -> SavedView:
    """Raises NoSuchViewError."""
    one_at_a_time(session, VIEWS)
    view = _own(session, view_id, signature)
    view.removed_at = signature.at
    _record(session, signature, "remove view", view)
    return view


def put_back(session: Session, view_id: int, signature: Signature) -> SavedView:
    """Undo the removal; raises NoSuchViewError, and ViewNameError where its name is taken now."""
    one_at_a_time(session, VIEWS)
    view = get_own_view(session, signature.scope, view_id)
    if view is None:
        raise NoSuchViewError(GONE)
    _check_name(session, view.owner_id, view.name, but=view.id)
    view.removed_at = None
    _record(session, signature, "put back view", view)
    return view


def _own(session: Session, view_id: int, signature: Signature) -> SavedView:
    view = get_own_view(session, signature.scope, view_id)
    if view is None or view.removed_at is not None:
        raise NoSuchViewError(GONE)
    return view


def _check_name(session: Session, owner_id: int, name: str, but: int | None = None) -> None:
    if not name:
        raise ViewNameError("Give the view a name.")
    if len(name) > LONGEST_NAME:
        raise ViewNameError(f"The name has {len(name)} characters; use {LONGEST_NAME} at most.")
    if has_name(session, owner_id, name, but):
        raise ViewNameError(f"You have a view named “{name}” already. Choose another name.")


def _record(session: Session, signature: Signature, deed: str, view: SavedView) -> None:
    shared = "shared" if view.is_shared else "private"
    detail = f"{view.name} ({shared}): {view.query}"
    record_audit(session, signature.scope, deed, f"view {view.id}", detail, signature.at)
