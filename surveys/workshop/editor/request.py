"""What the requests of the editor have in common."""

from __future__ import annotations

from flask import request

from access.web import current_scope
from core.context import current_context
from core.languages import FALLBACK_LANGUAGE
from surveys.questionnaires.checks import LANGUAGE_FORM
from surveys.workshop.editor.services import Editing

LONGEST_LANGUAGE = 20


def working_language() -> str:
    """The language that is written at present: of the form, or of the address."""
    sent = (request.form.get("lang") or request.args.get("lang") or FALLBACK_LANGUAGE).lower()
    is_code = len(sent) <= LONGEST_LANGUAGE and LANGUAGE_FORM.fullmatch(sent)
    return sent if is_code else FALLBACK_LANGUAGE


def editing() -> Editing:
    return Editing(
        scope=current_scope(),
        now=current_context().clock.now(),
        language=working_language(),
        is_autosave="autosave" in request.form,
    )


def seen_revision() -> int:
    """The revision the page was drawn from; 0, which none has, for anything else."""
    sent = request.form.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0
