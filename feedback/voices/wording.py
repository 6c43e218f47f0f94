"""How comments, score groups and decisions about them are spoken of."""

from __future__ import annotations

from collections.abc import Mapping

from feedback.voices.models import ScoreGroup, VoiceState

GROUP_WORDS: Mapping[ScoreGroup, str] = {
    ScoreGroup.DETRACTOR: "recommends 0–6",
    ScoreGroup.PASSIVE: "recommends 7–8",
    ScoreGroup.PROMOTER: "recommends 9–10",
    ScoreGroup.UNSCORED: "not asked to recommend",
}
STATE_WORDS: Mapping[VoiceState, str] = {
    VoiceState.WAITING: "waiting",
    VoiceState.CLEARED: "cleared",
    VoiceState.NOT_SHOWN: "not shown",
}
AUDIENCES: Mapping[str, str] = {
    "channel_partner": "channel partners",
    "end_user": "end users",
}
