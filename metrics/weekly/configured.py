"""What people decided before a week is frozen, as it is frozen with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from metrics.integrity.overrules.gates.queries import overrides_of_week
from metrics.integrity.overrules.rows.queries import overrules_of_week
from metrics.integrity.partners.queries import kiosk_partners
from metrics.integrity.settings.queries import settings_for
from metrics.warehouse.configuration import Configuration, ObjectiveFacts, ThresholdSetting
from metrics.warehouse.files import canonical_json, sha256_of
from surveys.strategy.queries import all_constructs, all_objectives

METHODS_OWN = "0"
VERSION_LENGTH = 8


def read_configuration(
    session: Session, week: str, response_names: Mapping[int, int]
) -> Configuration:
    """Settings, strategy and decisions in force for an edition of the week that is made now.

    `response_names` are the pseudonyms of the week's responses, by id: a decision about another
    one has nothing to be about.
    """
    settings, named = settings_for(session, week), frozenset(response_names.values())
    return Configuration(
        threshold_version=threshold_version(settings),
        thresholds=settings,
        objectives=tuple(
            ObjectiveFacts(one.key, one.name, one.weight, one.owner, one.decision, one.outcome)
            for one in sorted(all_objectives(session), key=lambda one: one.key)
        ),
        constructs={one.key: one.name for one in all_constructs(session)},
        gate_overrides=overrides_of_week(session, week),
        row_overrules=tuple(
            overrule for overrule in overrules_of_week(session, week) if overrule.response in named
        ),
        kiosk_partners=kiosk_partners(session),
    )


def threshold_version(settings: Sequence[ThresholdSetting]) -> str:
    """Equal exactly where the limits are: "0" for the method's own, else a hash of the others.

    >>> threshold_version(())
    '0'
    """
    if not settings:
        return METHODS_OWN
    limits = [[setting.check_key, setting.warn, setting.fail] for setting in settings]
    return sha256_of(canonical_json(limits))[:VERSION_LENGTH]
