"""Security headers, caching and the content policy of every response."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup

from core.web.compression import compress

STYLES = "twofold_style_hashes"
SCRIPTS = "twofold_script_hashes"

# Addresses that carry a personal code: not even our own pages learn them as a referrer.
CODE_PATHS = ("/a/", "/link/", "/unsubscribe/")

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


def content_policy(style_hashes: tuple[str, ...] = (), script_hashes: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy: nothing from elsewhere, nothing inline without its hash."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("style-src 'self'", *style_hashes)),
            " ".join(("script-src 'self'", *script_hashes)),
            "img-src 'self' data:",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
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
    for name, value in STEADY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault(
        "Content-Security-Policy",
        content_policy(tuple(g.get(STYLES, ())), tuple(g.get(SCRIPTS, ()))),
    )
    carries_code = request.path.startswith(CODE_PATHS)
    response.headers.setdefault("Referrer-Policy", "no-referrer" if carries_code else "same-origin")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", SECURE_TRANSPORT)
    _set_caching(response)
    return compress(request, response)


def _set_caching(response: Response) -> None:
    if request.endpoint == "static":
        filename = (request.view_args or {}).get("filename", "")
        if response.status_code == 200 and request.args.get("v") == content_hash(filename):
            response.headers["Cache-Control"] = FOR_EVER
    else:
        response.headers.setdefault("Cache-Control", "no-store")


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
