"""Signed references: the business's own system names the transaction in a link's address.

The address is the link's with `t`, the transaction's key, and `s`, the HMAC-SHA-256 of that key in
hex under the link's signing key. Whoever has no signing key can name no transaction.
"""

from __future__ import annotations

import hashlib
import hmac

from core.keys import KeyRing

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
