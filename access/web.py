"""The request's person: who it is, in which role, and whether the page is open to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from access.guard import allowed_roles, needed_permission
from access.models import Role
from access.navigation import navigation_for
from access.sessions.queries import Person, person_of
from access.sessions.services import LIFETIME, note_seen
from access.tokens.bearing import admit_bearer, current_bearer
from access.visibility import Scope
from core.config import Settings
from core.context import context_of, current_context
from core.database import db, writing
from core.web.problems import is_for_programs

PERSON = "twofold_person"
SEEN_EVERY = timedelta(minutes=10)
# Whoever is not known to us may not keep us busy with a file.
LARGEST_PUBLIC_BYTES = 256 * 1024

csrf = CSRFProtect()


@dataclass(frozen=True)
class Acting:
    """Who is signed in, as every page says it."""

    name: str
    role: str
    account_url: str
    sign_out_url: str
    switch_url: str | None


def guard_requests(app: Flask) -> None:
    """Attach the guard: host, then person and role, then form token, before every view."""
    settings = context_of(app).settings
    proxies = settings.trusted_proxy_count
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.config.update(
        # The token lives as long as the session: a page may stay open over lunch.
        WTF_CSRF_TIME_LIMIT=None,
        # The token and SameSite cookies decide. A Referer is often stripped on its way.
        WTF_CSRF_SSL_STRICT=False,
        SESSION_COOKIE_NAME=_cookie_name(settings, "form"),
    )
    app.before_request(_check_host)
    app.before_request(_check_address)
    app.before_request(_check_person)
    csrf.init_app(app)
    app.context_processor(_page_context)


def current_person() -> Person | None:
    """The signed-in person of this request, or None; looked up once and only when asked."""
    if PERSON not in g:
        setattr(g, PERSON, _look_up_person())
    person: Person | None = getattr(g, PERSON)
    return person


def require_person() -> Person:
    """The signed-in person; on a page that is not public there always is one."""
    return current_person() or abort(403)


def current_scope() -> Scope:
    """What the signed-in person, or the token's owner, may see in the role they act in."""
    bearer = current_bearer()
    return bearer.scope if bearer else require_person().scope


def session_code() -> str | None:
    return request.cookies.get(_cookie_name(current_context().settings, "session"))


def set_session_cookie(response: Response, code: str) -> None:
    """Hand the code to the browser: not for scripts, not for other sites' forms."""
    settings = current_context().settings
    response.set_cookie(
        _cookie_name(settings, "session"),
        code,
        max_age=LIFETIME,
        path="/",
        httponly=True,
        secure=settings.secure_cookies,
        samesite="Lax",
    )


def drop_session_cookie(response: Response) -> None:
    settings = current_context().settings
    response.delete_cookie(
        _cookie_name(settings, "session"),
        path="/",
        httponly=True,
        secure=settings.secure_cookies,
        samesite="Lax",
    )


def local_path(text: str | None) -> str:
    """Where to go on: a path of this site, or "/" for anything that could lead elsewhere."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text:
        return "/"
    if any(ord(character) <= 32 for character in text):
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc else text


def role_in_words(role: Role) -> str:
    return role.replace("_", " ")


def _look_up_person() -> Person | None:
    """A program's request has no person: its cookies, if a browser sent any, mean nothing."""
    if is_for_programs(request.path):
        return None
    code = session_code()
    return person_of(db.session(), code, current_context().clock.now()) if code else None


def _cookie_name(settings: Settings, kind: str) -> str:
    # Cookies ignore the port: without it in the name, two installations on one machine would
    # sign each other out. The __Host- prefix keeps neighbouring subdomains from planting one.
    if settings.secure_cookies:
        return f"__Host-twofold-{kind}"
    return f"twofold-{kind}-{settings.port}"


def _check_host() -> None:
    if request.host not in current_context().settings.allowed_hosts:
        abort(400, f"This installation does not answer to {request.host!r}. Set TWOFOLD_BASE_URL.")


def _check_address() -> None:
    """Here, since every page that reads such an address would fail on it."""
    try:
        request.query_string.decode()
    except UnicodeDecodeError:
        abort(400, "What stands behind the question mark is no text in UTF-8. Type it anew.")


def _check_person() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    allowed = allowed_roles(current_app, request.endpoint)
    if allowed is None:
        limit = request.max_content_length or LARGEST_PUBLIC_BYTES
        request.max_content_length = min(limit, LARGEST_PUBLIC_BYTES)
        return None
    permission = needed_permission(current_app, request.endpoint)
    if permission is not None:
        admit_bearer(permission, allowed)
        return None
    person = current_person()
    if person is None:
        return redirect(url_for("sign_in.show_sign_in", next=_way_back()))
    if person.acting.role not in allowed:
        abort(403)
    if request.method == "POST":
        _prolong(person)
    return None


def _way_back() -> str | None:
    if request.method != "GET" or request.full_path in ("/", "/?"):
        return None
    return request.full_path.rstrip("?")


def _prolong(person: Person) -> None:
    now = current_context().clock.now()
    if now - person.seen_at > SEEN_EVERY:
        with writing(db.session()) as session:
            note_seen(session, person.session_id, now)


def _page_context() -> dict[str, Any]:
    person = current_person()
    if person is None:
        return {"acting": None, "navigation": ()}
    account_url = url_for("account.show_account")
    acting = Acting(
        name=person.name,
        role=role_in_words(person.acting.role),
        account_url=account_url,
        sign_out_url=url_for("sign_in.sign_out"),
        switch_url=account_url if person.has_several_roles else None,
    )
    return {"acting": acting, "navigation": navigation_for(person.acting.role)}
