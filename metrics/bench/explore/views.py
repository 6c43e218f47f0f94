"""The exploring library for those who ask for it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request, url_for

from access.guard import EVERY_ROLE, roles
from metrics.bench.explore.library import load_library

blueprint = Blueprint("explore", __name__, url_prefix="/explore")
FOR_EVER = "private, max-age=31536000, immutable"


@blueprint.get("/library.json")
@roles(*EVERY_ROLE)
def about_library() -> Response:
    """Where the script stands, and which styles of its own it must not add."""
    library = load_library()
    script = url_for("explore.script", digest=library.digest)
    return jsonify({"script": script, "style_names": library.style_names})


@blueprint.get("/library-<digest>.js")
@roles(*EVERY_ROLE)
def script(digest: str) -> Response:
    """The address names the content: kept for ever by the browser."""
    library = load_library()
    if digest != library.digest:
        abort(404)
    takes_gzip = request.accept_encodings.quality("gzip") > 0
    body = library.compressed if takes_gzip else library.script
    response = Response(body, mimetype="text/javascript")
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_EVER
    return response
