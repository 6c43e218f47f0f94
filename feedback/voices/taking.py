"""From what a manager sent to the service it asks for: one deed, one entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from feedback.voices.forms import Deed, VoiceForm
from feedback.voices.marks import find_marks
from feedback.voices.models import Voice
from feedback.voices.queries import get_voice, names_near, texts_of
from feedback.voices.services import Decider, clear_voice, keep_back_voice, reopen_voice
from feedback.voices.striking import strike

Take = Callable[[Session, Decider, int, VoiceForm], Voice]


def take_decision(session: Session, decider: Decider, voice_id: int, form: VoiceForm) -> Voice:
    """Raises NoSuchVoiceError, VoiceDecidedError or VoiceRefusedError; then nothing is stored."""
    return DEEDS[form.chosen](session, decider, voice_id, form)


def _clear(session: Session, decider: Decider, voice_id: int, _form: VoiceForm) -> Voice:
    return clear_voice(session, decider, voice_id)


def _clear_struck(session: Session, decider: Decider, voice_id: int, _form: VoiceForm) -> Voice:
    """Without what is marked, as the page marks it."""
    return clear_voice(session, decider, voice_id, without_marks(session, decider, voice_id))


def _clear_own(session: Session, decider: Decider, voice_id: int, form: VoiceForm) -> Voice:
    return clear_voice(session, decider, voice_id, form.shown_text)


def _keep_back(session: Session, decider: Decider, voice_id: int, form: VoiceForm) -> Voice:
    return keep_back_voice(session, decider, voice_id, form.reason_text)


def _reopen(session: Session, decider: Decider, voice_id: int, _form: VoiceForm) -> Voice:
    return reopen_voice(session, decider, voice_id)


def without_marks(session: Session, decider: Decider, voice_id: int) -> str | None:
    """A comment with everything that looks like a person's data struck out; None: no such one."""
    voice = get_voice(session, decider.scope, voice_id)
    return None if voice is None else all_without_marks(session, decider, [voice])[voice_id]


def all_without_marks(
    session: Session, decider: Decider, voices: Sequence[Voice]
) -> dict[int, str]:
    """The same of many comments, by their ids."""
    texts = texts_of(session, decider.scope, voices)
    names = names_near(session, decider.scope, voices)
    return {key: _struck(text, names.get(key, ())) for key, text in texts.items()}


def _struck(text: str, names: Sequence[str]) -> str:
    return strike(text, [(mark.start, mark.end) for mark in find_marks(text, names)])


DEEDS: Mapping[Deed, Take] = {
    Deed.CLEAR: _clear,
    Deed.CLEAR_STRUCK: _clear_struck,
    Deed.CLEAR_OWN: _clear_own,
    Deed.KEEP_BACK: _keep_back,
    Deed.REOPEN: _reopen,
}
