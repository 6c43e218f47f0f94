"""From potential behaviour to responses: those of the invited who answer, in time, in their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.keys import KeyRing
from customers.models import Audience
from demo.queries import Invited
from demo.simulator.behaviour import COMMENT_SHARE, DETRACTOR_COMMENT_SHARE
from demo.simulator.comments import Mood, comment_of, mood_of
from demo.simulator.opinions import Sheet
from demo.simulator.places import PARTNER_INDEX
from demo.simulator.world import SimulatedWeek
from feedback.models import ResponseSource
from feedback.paradata import DeviceClass, network_hash_of
from feedback.rows import ResponseRow
from surveys.models import Promise
from surveys.questionnaires import QuestionShape, QuestionType

DEVICES = (DeviceClass.PHONE, DeviceClass.DESKTOP, DeviceClass.TABLET)
# People answer by day: an invitation of 7:00 finds its answer within the next 15 hours of a day.
WAKING_HOURS = 15
REASON_SHARE = 0.8
SHORTEST_READING = timedelta(seconds=40)


@dataclass(frozen=True)
class Person:
    """One invited person of a simulated week: the case's place there and the partner's contact."""

    index: int
    column: int
    audience: Audience


def response_rows(
    week: SimulatedWeek,
    invited: Sequence[Invited],
    shapes: Mapping[int, Sequence[QuestionShape]],
    keys: KeyRing,
    until: datetime,
) -> list[ResponseRow]:
    """The responses given before `until`; who would answer after the link has expired does not."""
    return list(_responses(week, invited, shapes, keys, until))


def _responses(
    week: SimulatedWeek,
    invited: Sequence[Invited],
    shapes: Mapping[int, Sequence[QuestionShape]],
    keys: KeyRing,
    until: datetime,
) -> Iterator[ResponseRow]:
    for asked in invited:
        person = _person(asked)
        answering = week.answering(person.audience)
        if not answering.answers[person.index]:
            continue
        seconds = timedelta(seconds=round(float(answering.seconds[person.index])))
        answered_at = _answered_at(asked, float(answering.delay_days[person.index]), seconds)
        if answered_at < min(asked.expires_at, until):
            yield ResponseRow(
                key=f"demo-{asked.transaction_key}-{asked.audience}",
                audience=person.audience,
                version_id=asked.version_id,
                answered_at=answered_at,
                answers=_answers(week, person, asked, shapes[asked.version_id]),
                transaction_key=asked.transaction_key,
                invitation_id=asked.invitation_id,
                language=asked.language,
                promise=Promise(asked.promise),
                invited_at=asked.invited_at,
                served_at=answered_at - seconds,
                device_class=DEVICES[answering.device[person.index]].value,
                network_hash=network_hash_of(keys, _network(week, person, asked)),
                # The demo's sheets have one page.
                pages=[{"page": 1, "seconds": seconds.total_seconds(), "visits": 1}],
                source=ResponseSource.LINK,
            )


def _person(asked: Invited) -> Person:
    audience = Audience(asked.audience)
    index = int(asked.transaction_key.rpartition("-")[2]) - 1
    is_end_user = audience is Audience.END_USER
    column = 0 if is_end_user else int(asked.contact_key.rpartition("-C")[2]) - 1
    return Person(index, column, audience)


def _answered_at(asked: Invited, delay_days: float, seconds: timedelta) -> datetime:
    days, part = divmod(delay_days, 1.0)
    delay = timedelta(days=days, hours=part * WAKING_HOURS)
    return (asked.invited_at + max(delay, seconds + SHORTEST_READING)).replace(microsecond=0)


def _network(week: SimulatedWeek, person: Person, asked: Invited) -> str:
    """An address of the range kept for documentation: a company's people share one network."""
    if person.audience is Audience.CHANNEL_PARTNER:
        return _partner_network(PARTNER_INDEX[asked.contact_key.partition("-")[0]])
    if week.is_fabricated[person.index]:
        return _partner_network(int(week.business.partner[person.index]))
    if asked.account_id is not None:
        return f"2001:db8:2:{asked.account_id:x}::1"
    return f"2001:db8:3:{int(asked.contact_key[1:]):x}::1"


def _partner_network(partner_index: int) -> str:
    return f"2001:db8:1:{partner_index + 1:x}::1"


def _answers(
    week: SimulatedWeek, person: Person, asked: Invited, shapes: Sequence[QuestionShape]
) -> dict[str, int | str]:
    place = float(week.answering(person.audience).careless_place[person.index])
    given: dict[str, int | str] = {}
    for shape in shapes:
        value = _tick(shape, place) if place >= 0 else _answer(week, person, asked, shape)
        if value is not None:
            given[shape.key] = value
    return given


def _tick(shape: QuestionShape, place: float) -> int | str | None:
    """What a careless person sends: the same place of every scale, the first option, no words."""
    if shape.scores is not None:
        return shape.scores[round(place * (len(shape.scores) - 1))]
    return shape.options[0] if shape.options else None


def _answer(
    week: SimulatedWeek, person: Person, asked: Invited, shape: QuestionShape
) -> int | str | None:
    if shape.scores is not None:
        return _score(week, person, shape.type)
    if shape.type is QuestionType.CHOICE:
        return _reason(week, person, shape)
    return _comment(week, person, asked)


def _score(week: SimulatedWeek, person: Person, type_: QuestionType) -> int:
    scores = {
        QuestionType.RECOMMENDATION: lambda sheet: sheet.recommend,
        QuestionType.SATISFACTION5: lambda sheet: sheet.satisfaction,
        QuestionType.EFFORT7: lambda sheet: sheet.effort,
        QuestionType.JUSTER: lambda sheet: sheet.repurchase,
    }[type_](_sheet(week, person))
    place = person.index if scores.ndim == 1 else (person.index, person.column)
    return int(scores[place])


def _sheet(week: SimulatedWeek, person: Person) -> Sheet:
    is_end_user = person.audience is Audience.END_USER
    return week.opinions.end_user_said if is_end_user else week.opinions.partner_said


def _reason(week: SimulatedWeek, person: Person, shape: QuestionShape) -> str | None:
    """The first options are the commonest; some people give none."""
    draw = float(week.answering(person.audience).reason_draw[person.index])
    if draw >= REASON_SHARE:
        return None
    return shape.options[int((draw / REASON_SHARE) ** 1.5 * len(shape.options))]


def _comment(week: SimulatedWeek, person: Person, asked: Invited) -> str | None:
    draw = float(week.answering(person.audience).comment_draw[person.index])
    recommendation = _score(week, person, QuestionType.RECOMMENDATION)
    is_cross = mood_of(recommendation) is Mood.CROSS
    share = DETRACTOR_COMMENT_SHARE if is_cross else COMMENT_SHARE
    if draw >= share:
        return None
    return comment_of(asked.contact_language, recommendation, draw / share)
