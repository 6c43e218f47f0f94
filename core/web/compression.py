"""Text leaves compressed where the browser takes it."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Request, Response
from werkzeug.http import parse_accept_header

SMALLEST_BYTES = 500
LEVEL = 6
TEXT_TYPES = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    }
)


def compress(request: Request, response: Response) -> Response:
    """Compress a whole text response in place; streamed, partial and small ones stay as they are.

    BREACH needs many cross-site requests that carry the person's cookie, with text of the
    attacker's choice in the answer. Both our cookies are SameSite=Lax, so only a visible
    navigation carries them.
    """
    if response.mimetype not in TEXT_TYPES or _is_short(response):
        return response
    response.vary.add("Accept-Encoding")
    if not _can_be_compressed(request, response):
        return response
    is_static = response.direct_passthrough
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < SMALLEST_BYTES:
        return response
    response.set_data(_compressed_once(body) if is_static else gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def _is_short(response: Response) -> bool:
    """Whether the body lies ready and is too small to be compressed for anybody."""
    body = response.response
    return isinstance(body, list) and sum(map(len, body)) < SMALLEST_BYTES


def _can_be_compressed(request: Request, response: Response) -> bool:
    return (
        response.status_code not in (204, 206, 304)
        and request.method != "HEAD"
        and "Content-Encoding" not in response.headers
        and _takes_gzip(request.headers.get("Accept-Encoding", ""))
        and (response.direct_passthrough or not response.is_streamed)
    )


@lru_cache(maxsize=64)
def _takes_gzip(accept_encoding: str) -> bool:
    return parse_accept_header(accept_encoding).quality("gzip") > 0


@lru_cache(maxsize=32)
def _compressed_once(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
