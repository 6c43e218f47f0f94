from __future__ import annotations

import subprocess

import pytest

from core.keys import KeyRing
from surveys.links import open_link_path, read_invitation_code, read_open_link_code
from surveys.open_links.examples import python_example, shell_example, web_page_example
from surveys.open_links.references import is_signed, sign_reference, signing_key

KEYS = KeyRing(b"k" * 64)


def test_an_open_link_names_itself_and_is_no_personal_link() -> None:
    code = open_link_path(KEYS, 42).rpartition("/")[2]

    assert open_link_path(KEYS, 42).startswith("/o/42-")
    assert read_open_link_code(KEYS, code) == 42
    assert read_open_link_code(KEYS, code[:-1]) is None
    assert read_invitation_code(KEYS, code) is None


def test_a_signature_is_hmac_sha256_in_hex_as_rfc_4231_has_it() -> None:
    # RFC 4231, test case 2.
    assert sign_reference("Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


@pytest.mark.parametrize(
    ("transaction", "signature"),
    [
        pytest.param("order-2", None, id="another transaction"),
        pytest.param("order-1", "", id="none"),
        pytest.param("order-1", "0" * 64, id="made up"),
        pytest.param("order-1", "ÿ\ud800", id="no text at all"),
        pytest.param("\ud800", None, id="half a character"),
        pytest.param("order-1 ", None, id="a space more"),
    ],
)
def test_a_signature_holds_for_nothing_else(transaction: str, signature: str | None) -> None:
    key = signing_key(KEYS, 1)
    genuine = sign_reference(key, "order-1")

    assert is_signed(key, "order-1", genuine)
    assert is_signed(key, "order-1", genuine.upper())
    assert not is_signed(key, transaction, genuine if signature is None else signature)
    assert not is_signed(signing_key(KEYS, 2), "order-1", genuine)


@pytest.mark.parametrize("transaction", ["order-1", "Auftrag 7/3 & Söhne", "订单"])
def test_the_python_example_signs_as_we_check(transaction: str) -> None:
    key, address = signing_key(KEYS, 1), f"https://cx.example{open_link_path(KEYS, 1)}"
    written: dict[str, object] = {}
    exec(python_example(address, key), written)  # as the page shows it

    link = written["link_for"](transaction)  # type: ignore[operator]

    assert len(python_example(address, key).splitlines()) == 10
    assert link.startswith(f"{address}?t=")
    assert link.endswith(f"&s={sign_reference(key, transaction)}")


def test_the_shell_example_signs_as_we_check() -> None:
    key = signing_key(KEYS, 1)

    printed = subprocess.run(
        ["sh", "-c", shell_example(key)],
        env={"TRANSACTION": "Auftrag 7/3 & Söhne", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert printed == sign_reference(key, "Auftrag 7/3 & Söhne") + "\n"


def test_a_web_page_needs_a_plain_link_and_nothing_of_ours() -> None:
    example = web_page_example("https://cx.example/o/1-a?t=1&s=2")

    assert example.startswith('<a href="https://cx.example/o/1-a?t=1&amp;s=2">')
    assert "script" not in example
