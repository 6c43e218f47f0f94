"""The product's version, stamped on everything it publishes."""

from __future__ import annotations

CODE_VERSION = "0.1.0"
