"""Clear a comment for readers, keep it back, or take either back: signed, and in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from access.services import record_audit
from access.visibility import Scope
from feedback.errors import NoSuchVoiceError, VoiceDecidedError, VoiceRefusedError
from feedback.voices.models import Voice, VoiceState
from feedback.voices.queries import get_voice, text_of
from feedback.voices.striking import plain, what_is_wrong_with

SHORTEST_REASON = 3
LONGEST_REASON = 200
WITHOUT_REASON = "Say in a word or two why it is not shown; colleagues read it beside the comment."
TOO_LONG_A_REASON = f"Shorten the reason: {LONGEST_REASON} characters fit."
DEED = "decide about a comment"


@dataclass(frozen=True)
class Decider:
    """Who decides, by the name that colleagues see, and when."""

    scope: Scope
    name: str
    at: datetime


def clear_voice(
    session: Session, decider: Decider, voice_id: int, shown: str | None = None
) -> Voice:
    """Let readers see a comment as it was written, or with words struck out.

    Raises NoSuchVoiceError, VoiceDecidedError, and VoiceRefusedError where `shown` is not the
    original with parts replaced by […].
    """
    voice = _waiting(session, decider, voice_id)
    original = text_of(session, decider.scope, voice)
    wrong = what_is_wrong_with(original, original if shown is None else shown)
    if wrong:
        raise VoiceRefusedError(wrong)
    voice.shown_text = plain(original if shown is None else shown)
    _sign(session, voice, decider, VoiceState.CLEARED)
    return voice


def keep_back_voice(session: Session, decider: Decider, voice_id: int, reason: str) -> Voice:
    """Do not show a comment; raises NoSuchVoiceError, VoiceDecidedError, VoiceRefusedError."""
    voice = _waiting(session, decider, voice_id)
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise VoiceRefusedError(WITHOUT_REASON)
    if len(reason) > LONGEST_REASON:
        raise VoiceRefusedError(TOO_LONG_A_REASON)
    voice.reason = reason
    _sign(session, voice, decider, VoiceState.NOT_SHOWN)
    return voice


def reopen_voice(session: Session, decider: Decider, voice_id: int) -> Voice:
    """Take a decision back: from now on no reader sees the comment, until it is cleared again."""
    voice = _known(session, decider, voice_id)
    if voice.state == VoiceState.WAITING:
        raise VoiceDecidedError("This comment is waiting already. Reload the list.")
    voice.state, voice.shown_text, voice.reason = VoiceState.WAITING, None, ""
    voice.decided_by, voice.decided_at = "", None
    _note(session, voice, decider)
    return voice


def _known(session: Session, decider: Decider, voice_id: int) -> Voice:
    voice = get_voice(session, decider.scope, voice_id, for_update=True)
    if voice is None:
        raise NoSuchVoiceError
    return voice


def _waiting(session: Session, decider: Decider, voice_id: int) -> Voice:
    voice = _known(session, decider, voice_id)
    if voice.state != VoiceState.WAITING:
        raise VoiceDecidedError(
            f"{voice.decided_by} decided about this comment meanwhile. Take that back first if you "
            "see it otherwise."
        )
    return voice


def _sign(session: Session, voice: Voice, decider: Decider, state: VoiceState) -> None:
    voice.state, voice.decided_by, voice.decided_at = state, decider.name, decider.at
    _note(session, voice, decider)


def _note(session: Session, voice: Voice, decider: Decider) -> None:
    """Who did what, without a word of the comment: the audit outlives a person's erasure."""
    detail = f"{voice.state}: {voice.reason}" if voice.reason else voice.state
    record_audit(session, decider.scope, DEED, f"comment {voice.id}", detail, decider.at)
