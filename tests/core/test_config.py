from __future__ import annotations

from pathlib import Path

import pytest

from core.config import load_settings
from core.errors import ConfigurationError


def test_without_any_setting_everything_stays_on_this_machine() -> None:
    settings = load_settings({})

    assert settings.host == "127.0.0.1"
    assert settings.base_url == "http://127.0.0.1:5000"
    assert settings.smtp is None
    assert settings.scheduler_enabled
    assert settings.trusted_proxy_count == 0
    assert not settings.secure_cookies


def test_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings({"TWOFOLD_DATA": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path / 'twofold.sqlite'}"
    for path in (settings.key_path, settings.outbox_folder, settings.weeks_folder):
        assert path.is_relative_to(tmp_path)


def test_an_empty_setting_counts_as_none() -> None:
    names = ("DATA", "DATABASE_URL", "BASE_URL", "HOST", "PORT", "SMTP_HOST", "SCHEDULER")

    assert load_settings({f"TWOFOLD_{name}": "" for name in names}) == load_settings({})


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgresql://cx@db/cx", "postgresql+psycopg://cx@db/cx"),
        ("postgres://cx@db/cx", "postgresql+psycopg://cx@db/cx"),
        ("postgresql+psycopg://cx@db/cx", "postgresql+psycopg://cx@db/cx"),
        ("sqlite:////tmp/x.sqlite", "sqlite:////tmp/x.sqlite"),
    ],
)
def test_a_database_address_is_taken_as_people_write_it(given: str, url: str) -> None:
    assert load_settings({"TWOFOLD_DATABASE_URL": given}).database_url == url


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWOFOLD_PORT", "http"),
        ("TWOFOLD_PORT", "0"),
        ("TWOFOLD_PORT", "70000"),
        ("TWOFOLD_UPLOAD_LIMIT_MB", "-1"),
        ("TWOFOLD_TRUSTED_PROXIES", "99"),
        ("TWOFOLD_SCHEDULER", "perhaps"),
        ("TWOFOLD_DATABASE_URL", "mysql://db/cx"),
        ("TWOFOLD_BASE_URL", "cx.example.com"),
        ("TWOFOLD_BASE_URL", "ftp://cx.example.com"),
        ("TWOFOLD_BASE_URL", "https://cx.example.com/twofold"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_what_it_may_be(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load_settings({name: value})


def test_listening_everywhere_still_answers_to_the_base_address_only() -> None:
    settings = load_settings(
        {"TWOFOLD_HOST": "0.0.0.0", "TWOFOLD_BASE_URL": "https://cx.example.com/"}
    )

    assert settings.base_url == "https://cx.example.com"
    assert settings.allowed_hosts == {"cx.example.com"}
    assert settings.secure_cookies


def test_listening_on_this_machine_answers_to_its_local_names_too() -> None:
    settings = load_settings({"TWOFOLD_PORT": "8080"})

    assert settings.allowed_hosts == {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}


def test_mail_is_handed_over_encrypted_unless_told_otherwise() -> None:
    smtp = load_settings({"TWOFOLD_SMTP_HOST": "mail", "TWOFOLD_SMTP_PASSWORD": "pass words"}).smtp

    assert smtp is not None
    assert (smtp.host, smtp.port, smtp.starttls) == ("mail", 587, True)
    assert "pass words" not in repr(smtp)
