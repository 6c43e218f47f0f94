from __future__ import annotations

import pytest

from metrics.dashboards.telling import BY_SOMEBODY, OF_THE_NETWORK, Said, tell

RATES = Said("Customers answer unevenly (6 % of all).", "", is_own=False)
REACHED = Said("9 % of the revenue is with customers who can be reached.", "", is_own=False)
LONGER = Said("Customers answer unevenly (6 % of all). And more.", "", is_own=False)
SIGNED = Said("26 of 42 answers give ten.", "Published by M. Osei: a fair.", is_own=True)
SAID = (RATES, REACHED, LONGER, SIGNED)
TOLD = {
    "a rule of disclosure": ("6 answers, fewer than 10.", "6 answers, fewer than 10."),
    "of the network": (RATES.what, OF_THE_NETWORK),
    "one sentence begins another": (LONGER.what, OF_THE_NETWORK),
    "several are said once": (f"Held. {RATES.what} {REACHED.what}", f"Held. {OF_THE_NETWORK}"),
    "its own, unsigned": (SIGNED.stored, f"{SIGNED.what} {BY_SOMEBODY}"),
}


@pytest.mark.parametrize("case", TOLD)
def test_a_partner_reads_reasons_about_itself_and_that_there_were_others(case: str) -> None:
    reason, told = TOLD[case]

    assert tell(reason, SAID) == told
