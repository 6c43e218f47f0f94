"""How the library is spoken of on its pages."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.library.catalogue import Standing, Topic

TOPIC_WORDS: Mapping[Topic, str] = {
    Topic.OVERALL: "Overall judgements",
    Topic.SERVICE: "Service",
    Topic.COMPLAINTS: "Complaints",
    Topic.RELATIONSHIP: "Relationship",
    Topic.CHANNEL_PARTNER: "Doing business, for channel partners",
    Topic.END_USER: "Visits and products, for end users",
}
STANDING_WORDS: Mapping[Standing, str] = {
    Standing.PUBLISHED: "Published instrument",
    Standing.ADAPTED: "Published concept, our wording",
    Standing.HOUSE: "House item, not yet tested",
}
STANDING_ADVICE: Mapping[Standing, str] = {
    Standing.PUBLISHED: "Keep the wording, or the comparison with others is lost.",
    Standing.ADAPTED: "Try it on a few respondents who think aloud before much hangs on it.",
    Standing.HOUSE: "Try it on a few respondents who think aloud before it is asked of many.",
}
EVERYBODY = "Everybody"
SOME = "Not everybody: it offers “not applicable”."
READY_HOUSE_SOURCE = "House item, not yet tested."
