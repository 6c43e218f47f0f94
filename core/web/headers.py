"""Security headers, caching and the content policy of every response."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup

from core.web.compression import compress

STYLES = "twofold_style_hashes"
SCRIPTS = "twofold_script_hashes"

# Addresses that carry a personal code: not even our own pages learn them as a referrer.
CODE_PATHS = ("/a/", "/o/", "/link/", "/unsubscribe/", "/letters/stop/")

STEADY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
FOR_EVER = "public, max-age=31536000, immutable"
SECURE_TRANSPORT = "max-age=31536000; includeSubDomains"


def register_headers(app: Flask) -> None:
    """Attach headers, compression and content hashes in the addresses of static files."""
    app.after_request(_add_headers)
    app.url_defaults(_add_content_hash)
    app.jinja_env.globals["inline_style"] = inline_style
    app.jinja_env.globals["inline_script"] = inline_script


def inline_style(css: str) -> Markup:
    """A style element that this response's content policy lets through by its hash."""
    _allow(STYLES, css)
    return Markup(f"<style>{css}</style>")  # noqa: S704 - our own stylesheet, never user text


def inline_script(code: str) -> Markup:
    """A script element that this response's content policy lets through by its hash."""
    _allow(SCRIPTS, code)
    return Markup(f"<script>{code}</script>")  # noqa: S704 - our own script, never user text


def let_own_pages_frame(response: Response) -> Response:
    """The response, which a page of ours may show in a frame, and nobody else's."""
    policy = content_policy(
        tuple(g.get(STYLES, ())), tuple(g.get(SCRIPTS, ())), frame_ancestors="'self'"
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@lru_cache(maxsize=64)
def content_policy(
    style_hashes: tuple[str, ...] = (),
    script_hashes: tuple[str, ...] = (),
    frame_ancestors: str = "'none'",
) -> str:
    """The Content-Security-Policy: nothing from elsewhere, nothing inline without its hash."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("style-src 'self'", *style_hashes)),
            " ".join(("script-src 'self'", *script_hashes)),
            "img-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
            "base-uri 'none'",
        )
    )


def _allow(kind: str, text: str) -> None:
    hashes: dict[str, None] = g.setdefault(kind, {})
    hashes[_source_hash(text)] = None


@lru_cache(maxsize=64)
def _source_hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _add_headers(response: Response) -> Response:
    # Looked up once: asking werkzeug's headers for one that is not there costs an exception.
    present = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - not a dict
    for name, value in _own_headers():
        if name.lower() not in present:
            response.headers.add(name, value)
    if request.endpoint == "static":
        _keep_for_ever_if_named(response)
    return compress(request, response)


def _own_headers() -> Iterator[tuple[str, str]]:
    """What every response carries unless its view said otherwise."""
    yield from STEADY_HEADERS.items()
    policy = content_policy(tuple(g.get(STYLES, ())), tuple(g.get(SCRIPTS, ())))
    yield "Content-Security-Policy", policy
    carries_code = request.path.startswith(CODE_PATHS)
    yield "Referrer-Policy", "no-referrer" if carries_code else "same-origin"
    if request.is_secure:
        yield "Strict-Transport-Security", SECURE_TRANSPORT
    if request.endpoint != "static":
        yield "Cache-Control", "no-store"


def _keep_for_ever_if_named(response: Response) -> None:
    """A static file whose address names its content."""
    filename = (request.view_args or {}).get("filename", "")
    if response.status_code == 200 and request.args.get("v") == content_hash(filename):
        response.headers["Cache-Control"] = FOR_EVER


def content_hash(filename: str) -> str | None:
    """The first 16 hex digits of a static file's SHA-256; None when there is no such file."""
    folder = Path(current_app.static_folder or "").resolve()
    path = (folder / filename).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        return None
    status = path.stat()
    return _file_hash(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _file_hash(path: Path, _changed_ns: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _add_content_hash(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values and "v" not in values:
        found = content_hash(values["filename"])
        if found:
            values["v"] = found
