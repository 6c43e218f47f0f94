"""Settings from the environment, with safe defaults. Every one is listed in docs/operations.md."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import ConfigurationError

DEFAULT_PORT = 5000


@dataclass(frozen=True)
class SmtpSettings:
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True


@dataclass(frozen=True)
class Settings:
    """One installation's settings. Folders are absolute; links are built from `base_url` only."""

    data_folder: Path
    database_url: str
    base_url: str
    host: str
    port: int
    mail_from: str
    smtp: SmtpSettings | None
    upload_limit_bytes: int
    scheduler_enabled: bool
    trusted_proxy_count: int
    remembered_page_count: int

    @property
    def outbox_folder(self) -> Path:
        return self.data_folder / "outbox"

    @property
    def weeks_folder(self) -> Path:
        return self.data_folder / "weeks"

    @property
    def key_path(self) -> Path:
        return self.data_folder / "secret.key"

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Host headers answered: the base URL's, and loopback when that is where we listen."""
        hosts = {urlsplit(self.base_url).netloc}
        if self.host in ("127.0.0.1", "localhost", "::1"):
            hosts |= {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        return frozenset(hosts)


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Read TWOFOLD_* settings.

    Raises ConfigurationError naming the setting when one cannot be used.
    """
    env = os.environ if env is None else env
    folder = Path(env.get("TWOFOLD_DATA") or "data").expanduser().resolve()
    host = env.get("TWOFOLD_HOST") or "127.0.0.1"
    port = _whole_number(env, "TWOFOLD_PORT", DEFAULT_PORT, low=1, high=65535)
    return Settings(
        data_folder=folder,
        database_url=_database_url(env, folder),
        base_url=_base_url(env, host, port),
        host=host,
        port=port,
        mail_from=env.get("TWOFOLD_MAIL_FROM") or "Twofold <feedback@localhost>",
        smtp=_smtp(env),
        upload_limit_bytes=1024
        * 1024
        * _whole_number(env, "TWOFOLD_UPLOAD_LIMIT_MB", 64, low=1, high=2048),
        scheduler_enabled=_switch(env, "TWOFOLD_SCHEDULER", default=True),
        trusted_proxy_count=_whole_number(env, "TWOFOLD_TRUSTED_PROXIES", 0, low=0, high=5),
        remembered_page_count=_whole_number(
            env, "TWOFOLD_REMEMBERED_PAGES", 64, low=0, high=100_000
        ),
    )


def _whole_number(env: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not low <= int(text) <= high:
        raise ConfigurationError(
            f"{name} is {text!r}. Set it to a whole number from {low} to {high}."
        )
    return int(text)


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text not in {"on", "off"}:
        raise ConfigurationError(f"{name} is {text!r}. Set it to on or off.")
    return text == "on"


def _database_url(env: Mapping[str, str], folder: Path) -> str:
    url = env.get("TWOFOLD_DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{folder / 'twofold.sqlite'}"
    scheme = url.split(":", 1)[0]
    if scheme in ("postgresql", "postgres"):
        return "postgresql+psycopg" + url[len(scheme) :]
    if scheme not in ("sqlite", "postgresql+psycopg"):
        raise ConfigurationError(
            f"TWOFOLD_DATABASE_URL starts with {scheme!r}. "
            "Use sqlite:///FILE or postgresql://USER@HOST/NAME."
        )
    return url


def _base_url(env: Mapping[str, str], host: str, port: int) -> str:
    listens_everywhere = host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
    default = f"http://{'127.0.0.1' if listens_everywhere else host}:{port}"
    url = (env.get("TWOFOLD_BASE_URL") or default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise ConfigurationError(
            f"TWOFOLD_BASE_URL is {url!r}. Give scheme and host only, as https://cx.example.com."
        )
    return url


def _smtp(env: Mapping[str, str]) -> SmtpSettings | None:
    host = env.get("TWOFOLD_SMTP_HOST", "").strip()
    if not host:
        return None
    return SmtpSettings(
        host=host,
        port=_whole_number(env, "TWOFOLD_SMTP_PORT", 587, low=1, high=65535),
        user=env.get("TWOFOLD_SMTP_USER") or None,
        password=env.get("TWOFOLD_SMTP_PASSWORD") or None,
        starttls=_switch(env, "TWOFOLD_SMTP_STARTTLS", default=True),
    )
