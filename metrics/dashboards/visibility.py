"""Whose figures a scope may see, as conditions of a query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from access.visibility import Scope
from customers.names.pairs import prefix_of
from metrics.models import Level


def visible_places(scope: Scope, level: Any, node_key: Any) -> sa.ColumnElement[bool]:
    """A channel partner sees its own rows, and the network's for a benchmark."""
    if scope.sees_whole_network:
        return sa.true()
    own = sa.and_(level == Level.PARTNER, node_key == scope.partner_key)
    return sa.or_(own, level == Level.NETWORK, own_lines(scope, level, node_key))


def own_lines(scope: Scope, level: Any, node_key: Any) -> sa.ColumnElement[bool]:
    """A channel partner's product lines: letter by letter, since LIKE takes N for n on SQLite."""
    prefix = prefix_of(scope.partner_key or "")
    is_own = sa.func.substr(node_key, 1, len(prefix)) == prefix
    return sa.and_(level == Level.PARTNER_LINE, is_own)
