"""How surveys are spoken of on pages and in commands."""

from __future__ import annotations

from collections.abc import Mapping

from customers.models import Audience
from surveys.models import FrameStatus, PlanMethod, Promise

AUDIENCE_WORDS: Mapping[Audience, str] = {
    Audience.CHANNEL_PARTNER: "channel partners",
    Audience.END_USER: "end users",
}
STATUS_WORDS: Mapping[FrameStatus, str] = {
    FrameStatus.DRAWN: "drawn",
    FrameStatus.OTHER_TRANSACTION_DRAWN: "other transaction of the person drawn",
    FrameStatus.NOT_DRAWN: "not drawn",
    FrameStatus.ASKED_TOO_RECENTLY: "asked too recently",
    FrameStatus.OPTED_OUT: "opted out",
    FrameStatus.NO_CONTACT: "no contact",
}
PROMISE_WORDS: Mapping[Promise, str] = {
    Promise.ANONYMOUS: "anonymous",
    Promise.CONFIDENTIAL: "confidential: shown without names",
    Promise.ATTRIBUTED: "shown with names",
}


def plan_in_words(method: PlanMethod, share: float, is_active: bool) -> str:
    if not is_active:
        return "nobody is asked at present"
    if method is PlanMethod.ALL:
        return "everybody eligible"
    return f"a random {100 * share:g} % of those eligible"
