"""Signed references: the business's own system names the transaction in a link's address.

The address is the link's with `t`, the transaction's key, and `s`, the HMAC-SHA-256 of that key in
hex under the link's signing key. Whoever has no signing key can name no transaction. Once such an
address was opened, the sheet's own address names the transaction by its id, under a code of ours.
"""

from __future__ import annotations

import hashlib
import hmac

from core.keys import KeyRing
from surveys.links import open_link_path, read_coded, write_coded

PURPOSE = "sign references of an open link"
TRANSACTION_PARAMETER = "t"
SIGNATURE_PARAMETER = "s"


def signing_key(keys: KeyRing, open_link_id: int) -> str:
    """The key of one link; a reference signed for one says nothing to another."""
    return keys.code(PURPOSE, str(open_link_id))


def sign_reference(key: str, transaction_key: str) -> str:
    """The signature of a transaction's key, as the business's system makes it."""
    return hmac.new(key.encode(), transaction_key.encode(), hashlib.sha256).hexdigest()


def is_signed(key: str, transaction_key: str, signature: str) -> bool:
    try:
        expected = sign_reference(key, transaction_key)
    except UnicodeEncodeError:  # half a character: no key of a transaction
        return False
    return hmac.compare_digest(expected.encode(), signature.lower().encode(errors="replace"))


def named_path(keys: KeyRing, open_link_id: int, transaction_id: int) -> str:
    """The link's address with the transaction named by us."""
    name = write_coded(keys, _naming(open_link_id), transaction_id)
    return f"{open_link_path(keys, open_link_id)}/{name}"


def read_name(keys: KeyRing, open_link_id: int, text: str) -> int | None:
    """The transaction's id of such an address's last part; None when it is not ours."""
    return read_coded(keys, _naming(open_link_id), text)


def _naming(open_link_id: int) -> str:
    return f"name a transaction to open link {open_link_id}"
