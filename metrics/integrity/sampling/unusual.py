"""What is unusual about a partner, in words with the partner's own figures and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from metrics.integrity.sampling.partners import PartnerCase
from metrics.integrity.wording import percent, several
from stats import PartnerScreen, SelectionCheck, SelectionFlag, burst_scan
from stats.selection.bursts import END_SHARE

# What chance gives more often is not told as unusual, and no more than the three rarest are.
TOLD_BELOW = 0.05
MOST_TOLD = 3


def unusual_in_words(case: PartnerCase, screened: PartnerScreen) -> str:
    """The flags first, then the rarest of what was tested."""
    told = [OF_FLAGS[flag](case) for flag in screened.flags]
    rarest = sorted(screened.p_values.items(), key=lambda item: (item[1], item[0]))
    told += [
        OF_CHECKS[check](case)
        for place, (check, p) in enumerate(rarest)
        if p < TOLD_BELOW or place == 0
    ]
    return "; ".join(_once(told)[:MOST_TOLD])


def _once(told: Sequence[str]) -> list[str]:
    """Without what another says as well, and more of it."""
    found: list[str] = []
    for text in told:
        if not any(other.startswith(text) for other in found):
            found.append(text)
    return found


def _contacts(case: PartnerCase) -> str:
    found = case.evidence
    of = several(found.transactions, "transaction", "transactions")
    return f"a contact for {found.invited} of {of}"


def _after_trouble(case: PartnerCase) -> str:
    reached = case.reached
    return (
        f"after a delay, complaint or return {reached.complained_invited} of {reached.complained} "
        f"transactions have a contact{_share(reached.complained_invited, reached.complained)}, "
        f"otherwise {reached.others_invited} of {reached.others}"
        f"{_share(reached.others_invited, reached.others)}"
    )


def _share(part: int, whole: int) -> str:
    """In brackets, so that two counts of different size can be compared at a glance."""
    return f" ({percent(part / whole)})" if whole else ""


def _tens(case: PartnerCase) -> str:
    scores = case.evidence.scores
    return f"{int(scores[-1])} of {_answers(int(scores.sum()))} give ten"


def _nines_and_tens(case: PartnerCase) -> str:
    scores = case.evidence.scores
    return f"{int(scores[-2:].sum())} of {_answers(int(scores.sum()))} give nine or ten"


def _spread(case: PartnerCase) -> str:
    scores = np.repeat(np.arange(len(case.evidence.scores)), case.evidence.scores.astype(np.int64))
    return f"{_answers(len(scores))} hardly differ (standard deviation {scores.std(ddof=1):.2f})"


def _burst(case: PartnerCase) -> str:
    found = burst_scan(case.evidence.places)
    return f"{found.count} of {_answers(found.n)} came together in a twentieth of the usual time"


def _period_end(case: PartnerCase) -> str:
    places = case.evidence.places
    late = int((places > 1.0 - END_SHARE).sum())
    return f"{late} of {_answers(places.size)} came in the last tenth of the usual time"


def _fast(case: PartnerCase) -> str:
    found = case.evidence
    return f"{found.fast} of {_answers(found.timed)} came within a minute of being asked"


def _own_network(case: PartnerCase) -> str:
    devices = case.evidence.devices
    count = devices.own_network if devices else 0
    return f"{_answers(count)} came from the partner's own network"


def _contract(case: PartnerCase) -> str:
    return f"{_contacts(case)}, fewer than was agreed"


def _direct(_case: PartnerCase) -> str:
    return "customers asked directly answer otherwise"


def _answers(count: int) -> str:
    return several(count, "answer", "answers")


OF_CHECKS: Mapping[SelectionCheck, Callable[[PartnerCase], str]] = {
    SelectionCheck.INVITE_RATE: _contacts,
    SelectionCheck.COMPLAINTS: _after_trouble,
    SelectionCheck.TENS: _tens,
    SelectionCheck.NINES_AND_TENS: _nines_and_tens,
    SelectionCheck.SPREAD: _spread,
    SelectionCheck.BURST: _burst,
    SelectionCheck.PERIOD_END: _period_end,
    SelectionCheck.FAST: _fast,
    SelectionCheck.DIRECT: _direct,
}
OF_FLAGS: Mapping[SelectionFlag, Callable[[PartnerCase], str]] = {
    SelectionFlag.OWN_NETWORK: _own_network,
    SelectionFlag.OFTEN_OWN_NETWORK: _own_network,
    SelectionFlag.COMPLAINTS: _after_trouble,
    SelectionFlag.CONTRACT: _contract,
}
