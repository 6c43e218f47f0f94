"""Saved views: one's own, and those shared with the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from access.models import User
from access.visibility import Scope
from metrics.bench.saved.models import SavedView


@dataclass(frozen=True)
class ViewOf:
    """A view with the name of whom it belongs to."""

    view: SavedView
    owner: str


def read_views(session: Session, scope: Scope) -> list[ViewOf]:
    """What this person may open, by name."""
    rows = session.execute(
        sa.select(SavedView, User.name)
        .join(User, User.id == SavedView.owner_id)
        .where(SavedView.removed_at.is_(None), _open_to(scope))
        .order_by(sa.func.lower(SavedView.name), SavedView.id)
    )
    return [ViewOf(view, owner) for view, owner in rows]


def get_view(session: Session, scope: Scope, view_id: int) -> SavedView | None:
    """None where it is missing, removed, or private and somebody else's."""
    return session.scalar(
        sa.select(SavedView).where(
            SavedView.id == view_id, SavedView.removed_at.is_(None), _open_to(scope)
        )
    )


def get_own_view(session: Session, scope: Scope, view_id: int) -> SavedView | None:
    """One's own, also a removed one."""
    return session.scalar(
        sa.select(SavedView).where(SavedView.id == view_id, SavedView.owner_id == scope.user_id)
    )


def removed_views(session: Session, scope: Scope, limit: int = 10) -> Sequence[SavedView]:
    """What this person removed last."""
    return session.scalars(
        sa.select(SavedView)
        .where(SavedView.owner_id == scope.user_id, SavedView.removed_at.is_not(None))
        .order_by(SavedView.removed_at.desc(), SavedView.id.desc())
        .limit(limit)
    ).all()


def has_name(session: Session, owner_id: int, name: str, but: int | None = None) -> bool:
    query = sa.select(SavedView.id).where(
        SavedView.owner_id == owner_id, SavedView.name == name, SavedView.removed_at.is_(None)
    )
    if but is not None:
        query = query.where(SavedView.id != but)
    return session.scalar(query.limit(1)) is not None


def _open_to(scope: Scope) -> sa.ColumnElement[bool]:
    if not scope.sees_whole_network:
        return sa.false()
    return sa.or_(SavedView.owner_id == scope.user_id, SavedView.is_shared)
