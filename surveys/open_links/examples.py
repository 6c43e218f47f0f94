"""What to paste elsewhere: into a web page, and into the system that signs references."""

from __future__ import annotations

from markupsafe import escape

PYTHON = """\
import hashlib
import hmac
from urllib.parse import urlencode

LINK = "{address}"
KEY = "{key}"

def link_for(transaction: str) -> str:
    signature = hmac.new(KEY.encode(), transaction.encode(), hashlib.sha256).hexdigest()
    return LINK + "?" + urlencode({{"t": transaction, "s": signature}})
"""
SHELL = "printf %s \"$TRANSACTION\" | openssl dgst -sha256 -hmac '{key}' | sed 's/.*= //'"


def web_page_example(address: str) -> str:
    """A plain link: nothing of ours has to be loaded by the page it stands on."""
    return f'<a href="{escape(address)}">Tell us how it was</a>'


def python_example(address: str, key: str) -> str:
    return PYTHON.format(address=address, key=key)


def shell_example(key: str) -> str:
    """Prints the signature of the transaction's key in $TRANSACTION."""
    return SHELL.format(key=key)
