"""Pages of a list: a part of the rows, and the way to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from marshmallow import Schema, fields, validate

from core.api.cursors import Place, write_cursor

Item = TypeVar("Item")

USUAL_COUNT = 200
LARGEST_COUNT = 1_000


class PageQuery(Schema):
    limit = fields.Integer(
        load_default=USUAL_COUNT,
        validate=validate.Range(1, LARGEST_COUNT),
        metadata={"description": "rows of a page"},
    )
    cursor = fields.String(
        load_default=None, metadata={"description": "as in links.next of the page before"}
    )


class PageLinks(Schema):
    self = fields.String(required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "null on the last page"}
    )


@dataclass(frozen=True)
class Links:
    self: str
    next: str | None


@dataclass(frozen=True)
class Page(Generic[Item]):
    data: tuple[Item, ...]
    links: Links


def page_of(
    rows: Sequence[Item], place_of: Callable[[Item], Place], path: str, asked: dict[str, Any]
) -> Page[Item]:
    """The page of one row more than `asked` for, if there are so many; `asked` as it was read."""
    limit = asked["limit"]
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        following = address_of(path, asked | {"cursor": write_cursor(place_of(shown[-1]))})
    return Page(tuple(shown), Links(address_of(path, asked), following))


def numbered_page(rows: Sequence[tuple[int, Item]], path: str, asked: dict[str, Any]) -> Page[Item]:
    """The same for rows that come with the number by which they are ordered."""
    page = page_of(rows, lambda row: [row[0]], path, asked)
    return Page(tuple(item for _, item in page.data), page.links)


def address_of(path: str, asked: dict[str, Any]) -> str:
    """The path with what was asked behind the question mark."""
    given = {name: value for name, value in sorted(asked.items()) if value is not None}
    return f"{path}?{urlencode(given, safe='/')}" if given else path
