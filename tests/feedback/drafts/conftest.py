from __future__ import annotations

from tests.feedback.answering.conftest import ask

__all__ = ["ask"]
