"""The demo's truth: every parameter of the simulated world, in one place.

Opinions live on the scale of the 0–10 recommendation question. A transaction's opinion is a sum:

    audience's level + country + touchpoint + partner + person (and company)
    + what went wrong + the season + the drop + a shock both customers share + noise

and is rounded to an answer. Who answers depends on what the sampling frame knows (what went
wrong, touchpoint, country) and on nothing else, so that weighting can put it right; the two things
that it cannot know are the omitted contacts of one partner and careless answers.

What the demo does without, and the validation of the method needs (fabricated answers, answering
that depends on the opinion, a culture that answers high, a shift of the touchpoints), is switched
off by default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from customers.models import Audience

WEEK_COUNT = 53
DROP_WEEK_INDEX = 39  # the fortieth week


@dataclass(frozen=True)
class TouchpointTruth:
    """How often a touchpoint happens and how it goes; late and returned are probabilities."""

    key: str
    is_service: bool
    share: float
    late: float
    returned: float
    end_user: float
    partner: float
    amount: float


TOUCHPOINTS = (
    TouchpointTruth("sale", False, 0.10, 0.02, 0.03, 0.35, 0.15, 1.0),
    TouchpointTruth("delivery", False, 0.16, 0.22, 0.04, 0.10, -0.10, 1.0),
    TouchpointTruth("commissioning", True, 0.08, 0.14, 0.00, 0.20, 0.20, 0.08),
    TouchpointTruth("spare_parts", True, 0.21, 0.18, 0.03, -0.10, -0.25, 0.03),
    TouchpointTruth("call_centre", True, 0.14, 0.06, 0.00, -0.40, -0.20, 0.0),
    TouchpointTruth("repair_visit", True, 0.18, 0.16, 0.00, -0.10, 0.05, 0.05),
    TouchpointTruth("online", False, 0.09, 0.05, 0.03, 0.10, 0.10, 0.04),
    TouchpointTruth("relationship", False, 0.04, 0.00, 0.00, 0.05, 0.15, 0.0),
)
TOUCHPOINT_INDEX = {touchpoint.key: i for i, touchpoint in enumerate(TOUCHPOINTS)}


@dataclass(frozen=True)
class OutcomeTruth:
    """What goes wrong, and how much of an opinion it costs each customer."""

    complaint: float = 0.040
    complaint_when_late: float = 0.19
    end_user_late: float = -1.5
    end_user_complaint: float = -2.6
    end_user_returned: float = -1.6
    partner_late: float = -0.7
    partner_complaint: float = -1.1
    partner_returned: float = -0.5


@dataclass(frozen=True)
class AudienceTruth:
    """Level and spread of one audience's opinions, and how its members answer.

    `answers_by_opinion` are logits of answering for each point that an opinion lies above the
    level, which no frame knows. `answers_high` are points by which each country's people answer
    above what they think.
    """

    level: float
    partner_sd: float
    company_sd: float
    person_sd: float
    noise_sd: float
    season: float
    answers: float
    answers_when_late: float
    answers_when_complaint: float
    delay_median_days: float
    delay_log_sd: float
    sheet_median_seconds: float
    country: tuple[float, ...]
    answers_by_opinion: float = 0.0
    answers_high: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)


END_USER = AudienceTruth(
    level=8.98,
    partner_sd=0.35,
    company_sd=0.45,
    person_sd=0.80,
    noise_sd=1.25,
    season=0.10,
    answers=0.33,
    answers_when_late=0.19,
    answers_when_complaint=0.13,
    delay_median_days=0.9,
    delay_log_sd=1.25,
    sheet_median_seconds=74.0,
    country=(0.0, -0.05, -0.15, 0.05, 0.15),
)
CHANNEL_PARTNER = AudienceTruth(
    level=8.85,
    partner_sd=0.40,
    company_sd=0.0,
    person_sd=0.60,
    noise_sd=1.00,
    season=0.06,
    answers=0.475,
    answers_when_late=0.37,
    answers_when_complaint=0.30,
    delay_median_days=1.2,
    delay_log_sd=1.1,
    sheet_median_seconds=52.0,
    country=(0.0, 0.05, -0.05, -0.10, 0.10),
)


@dataclass(frozen=True)
class DropTruth:
    """A lasting fall of end users' opinions at one touchpoint in one country, from one week on."""

    week_index: int = DROP_WEEK_INDEX
    country: str = "Spain"
    touchpoint_key: str = "repair_visit"
    end_user: float = -1.6


@dataclass(frozen=True)
class OmissionTruth:
    """One partner hands over no end user for most transactions that went badly; others may too.

    A transaction went badly when it was late, returned or complained about, or (unless only what
    the frame knows counts) when its end user would have given a recommendation of 6 or less.
    """

    partner_key: str | None = "GB01"
    share_of_unhappy: float = 0.60
    other_partner_keys: tuple[str, ...] = ()
    only_by_frame: bool = False

    @property
    def partner_keys(self) -> tuple[str, ...]:
        first = () if self.partner_key is None else (self.partner_key,)
        return (*first, *self.other_partner_keys)


@dataclass(frozen=True)
class FabricationTruth:
    """One partner gives its own addresses for some end users and answers for them.

    Its staff tick nines and tens, the best of every other scale, write nothing, and do it all in
    one go some days after each mailing, from the partner's own network.
    """

    partner_key: str | None = None
    share: float = 0.5
    median_seconds: float = 12.0
    after_days: float = 1.5
    within_minutes: float = 40.0


@dataclass(frozen=True)
class MixShiftTruth:
    """From one week on other shares of the touchpoints, in their order; none: no shift."""

    week_index: int = 0
    shares: tuple[float, ...] = ()


@dataclass(frozen=True)
class CarelessTruth:
    """Respondents who tick the same place of every scale within seconds, whatever they think.

    Places run from 0 (the lowest score) to 1 (the highest) and are picked at random.
    """

    share: float = 0.04
    median_seconds: float = 5.0
    places: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.0)


@dataclass(frozen=True)
class SupplyTruth:
    """What the frame knows of end users."""

    end_user_count: int = 20_000
    unknown_end_user: float = 0.07
    without_email: float = 0.08
    in_companies: float = 0.62
    outside_partner_region: float = 0.08
    opted_out: float = 0.01
    supplied_by_partner: float = 0.35


def _own_effects() -> Mapping[str, tuple[float, float]]:
    return {"ES01": (-1.0, 0.6), "DE06": (-1.0, 0.5), "DE09": (1.00, 0.35), "PL04": (0.85, 0.2)}


@dataclass(frozen=True)
class Truth:
    """One simulated world. `own_effects` fixes a partner's (end user, channel partner) effect;
    all other partners' effects are drawn. ES01 and DE06 are hidden risks: content partners whose
    end users are not."""

    outcomes: OutcomeTruth = OutcomeTruth()
    end_user: AudienceTruth = END_USER
    channel_partner: AudienceTruth = CHANNEL_PARTNER
    drop: DropTruth = DropTruth()
    omission: OmissionTruth = OmissionTruth()
    fabrication: FabricationTruth = FabricationTruth()
    mix_shift: MixShiftTruth = MixShiftTruth()
    careless: CarelessTruth = CarelessTruth()
    supply: SupplyTruth = SupplyTruth()
    shared_shock_sd: float = 0.65
    own_effects: Mapping[str, tuple[float, float]] = field(default_factory=_own_effects)
    week_count: int = WEEK_COUNT

    def touchpoint_shares(self, week_index: int) -> tuple[float, ...]:
        shift = self.mix_shift
        if shift.shares and week_index >= shift.week_index:
            return shift.shares
        return tuple(touchpoint.share for touchpoint in TOUCHPOINTS)

    def of(self, audience: Audience) -> AudienceTruth:
        return self.end_user if audience is Audience.END_USER else self.channel_partner
