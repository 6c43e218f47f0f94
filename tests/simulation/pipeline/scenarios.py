"""The worlds the method is held against: each differs from a world without fault in one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from demo.simulator.places import PARTNERS, SPAIN
from demo.truth import (
    CHANNEL_PARTNER,
    END_USER,
    AudienceTruth,
    CarelessTruth,
    DropTruth,
    FabricationTruth,
    MixShiftTruth,
    OmissionTruth,
    Truth,
)

# At first everybody may be asked at once, and then hardly anybody: weeks that are drawn and
# answered, and not published, until the rules of contact frequency have spread people out.
SETTLING = 16
WEEK_COUNT = 16  # that are published
# Published weeks before a shift or drop have nothing of it.
BEGINS = 8
NOBODY = OmissionTruth(partner_key=None)
LENGTH = SETTLING + WEEK_COUNT
NEVER = DropTruth(week_index=LENGTH)


def _at_random(audience: AudienceTruth) -> AudienceTruth:
    """Whoever is asked answers with one chance, whatever went wrong; and no season."""
    return replace(
        audience,
        answers_when_late=audience.answers,
        answers_when_complaint=audience.answers,
        season=0.0,
    )


FAULTLESS = Truth(
    end_user=_at_random(END_USER),
    channel_partner=_at_random(CHANNEL_PARTNER),
    drop=NEVER,
    omission=NOBODY,
    careless=CarelessTruth(share=0.0),
    week_count=LENGTH,
)


@dataclass(frozen=True)
class Scenario:
    """One world. `is_knowable`: the frame or the answers say what is wrong, so that intervals
    should hold the truth; `cheats` are the partners that choose or fabricate, `styled` those whose
    customers answer otherwise than they think; `is_steady`: nothing changes from week to week, so
    that every "up" or "down" is false."""

    key: str
    number: str
    title: str
    truth: Truth
    is_knowable: bool
    cheats: tuple[str, ...] = ()
    is_steady: bool = True
    styled: tuple[str, ...] = ()

    @property
    def touched(self) -> tuple[str, ...]:
        """Partners whose own figures are wrong."""
        return (*self.cheats, *self.styled)


def _answering_by_opinion(audience: AudienceTruth) -> AudienceTruth:
    return replace(_at_random(audience), answers_by_opinion=0.25)


def _answering_high(audience: AudienceTruth) -> AudienceTruth:
    """Spain answers a point higher than it thinks."""
    return replace(_at_random(audience), answers_high=(0.0, 1.0, 0.0, 0.0, 0.0))


# More calls, which are liked least, and fewer sales and repairs.
SHIFTED_SHARES = (0.04, 0.12, 0.05, 0.20, 0.36, 0.14, 0.06, 0.03)
SEVERAL = ("GB01", "DE02", "ES05", "FR04")
CHOOSERS = ("DE01", "ES02", "FR03")  # a large, a medium and a small partner

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "omission", "i", "one partner hands over few unhappy customers",
        replace(FAULTLESS, omission=OmissionTruth("GB01")), False, ("GB01",),
    ),
    Scenario(
        "omissions", "i", "four partners do",
        replace(
            FAULTLESS, omission=OmissionTruth(SEVERAL[0], other_partner_keys=SEVERAL[1:])
        ),
        False, SEVERAL,
    ),
    Scenario(
        "fabrication", "ii", "one partner answers for half of its end users",
        replace(FAULTLESS, fabrication=FabricationTruth("DE02")), False, ("DE02",),
    ),
    Scenario(
        "late_silent", "iii a", "late and complaining customers answer less",
        replace(
            FAULTLESS,
            end_user=replace(END_USER, season=0.0),
            channel_partner=replace(CHANNEL_PARTNER, season=0.0),
        ),
        True,
    ),
    Scenario(
        "unhappy_silent", "iii b", "the unhappy answer less, whatever the frame knows",
        replace(
            FAULTLESS,
            end_user=_answering_by_opinion(END_USER),
            channel_partner=_answering_by_opinion(CHANNEL_PARTNER),
        ),
        False,
    ),
    Scenario(
        "culture", "iv", "one country answers a point higher than it thinks",
        replace(
            FAULTLESS,
            end_user=_answering_high(END_USER),
            channel_partner=_answering_high(CHANNEL_PARTNER),
        ),
        False, styled=tuple(one.key for one in PARTNERS if one.country_index == SPAIN),
    ),
    Scenario(
        "careless", "v", "12 % of answers are careless",
        replace(FAULTLESS, careless=CarelessTruth(share=0.12)), True,
    ),
    Scenario(
        "mix_shift", "vi", "the touchpoints' shares shift, opinions do not",
        replace(FAULTLESS, mix_shift=MixShiftTruth(SETTLING + BEGINS, SHIFTED_SHARES)), True,
        is_steady=False,
    ),
    Scenario("faultless", "vii", "nothing is wrong", FAULTLESS, True),
    Scenario(
        "drop", "–", "repairs in Spain get 1.6 points worse",
        replace(FAULTLESS, drop=DropTruth(SETTLING + BEGINS)), True, is_steady=False,
    ),
    Scenario(
        "choosers", "–", "three partners hand over .7 of those where something went wrong",
        replace(
            FAULTLESS,
            omission=OmissionTruth(CHOOSERS[0], 0.3, CHOOSERS[1:], only_by_frame=True),
        ),
        False, CHOOSERS,
    ),
)  # fmt: skip
BY_KEY = {scenario.key: scenario for scenario in SCENARIOS}
