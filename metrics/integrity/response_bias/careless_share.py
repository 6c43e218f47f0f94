"""How many answers were given without care, and whether the cut-offs fall on some alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import hypergeom

from metrics.figures import Finding
from metrics.integrity.evidence import WeekEvidence
from metrics.integrity.response_bias.haste import baseline_of, final_weeks
from metrics.integrity.response_bias.marks import Examined
from metrics.integrity.response_bias.sheet_counts import Counted, counted, is_valid
from metrics.integrity.response_bias.sheets import WHOLE_SHEET
from metrics.integrity.wording import AUDIENCE_NAMES, percent, several
from metrics.method import MIN_LEVEL_N, WINDOWS, Family, Severity
from metrics.models import Level, State
from metrics.warehouse.files import rounded
from metrics.warehouse.frozen import WeekCells
from metrics.warehouse.ladder import END_OF
from metrics.warehouse.schema import SetAside
from metrics.weighing.windows import of_window
from stats import CARELESS_FLAGS, FlagName, benjamini_hochberg, excluded_share
from stats.careless.flags import FlagSeverity

KEY = "careless"
UNEVEN = "uneven_exclusion"
# Less than half of the sheets examined says nothing of the others [P].
EXAMINED_SHARE = 0.5
AUDIENCES = ("channel_partner", "end_user")


def careless_share(evidence: WeekEvidence) -> Iterator[Finding]:
    """The share set aside as careless, of each audience and window by its own answers."""
    for window in WINDOWS:
        weeks = of_window(evidence.weeks, evidence.frozen, window)
        for audience in AUDIENCES:
            status = statuses(weeks, audience)
            if valid_count(status):
                yield _of_window(evidence, weeks, audience, window, status)


def _of_window(
    evidence: WeekEvidence,
    weeks: Sequence[WeekCells],
    audience: str,
    window: int,
    status: Mapping[str, int],
) -> Finding:
    sheets = counted(weeks, audience, Counted.EXAMINED)
    valid, examined = valid_count(status), sheets[Examined.EXAMINED]
    share = status[SetAside.CARELESS] / examined if examined else None
    state, why = _testable(valid, examined, sheets[Examined.TOO_SHORT])
    is_judged = state is None
    threshold = evidence.thresholds.of(KEY)
    judged = evidence.thresholds.judge(KEY, share) if state is None else state
    return Finding(
        check_key=KEY,
        family=Family.RESPONSE_BIAS,
        severity=Severity.BLOCK,
        state=judged,
        what=why or _in_words(status[SetAside.CARELESS], examined, audience),
        what_to_do="Look at the invitations and the questionnaire: who hurries through, and where?"
        if is_judged and judged is not State.PASS
        else "",
        audience=audience,
        window=window,
        value=rounded(share) if is_judged else None,
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "valid": valid,
            "examined": examined,
            "too_short": sheets[Examined.TOO_SHORT],
            **{reason: status[reason] for reason in ("careless", "partner_network", "by_hand")},
            **(_of_this_week(evidence, audience) if window == 1 else {}),
        },
    )


def _in_words(careless: int, examined: int, audience: str) -> str:
    who = AUDIENCE_NAMES[audience]
    if not careless:
        return f"None of {examined:,} answers of {who} looks careless."
    return (
        f"{percent(careless / examined)} of {examined:,} answers of {who} look careless by two "
        "kinds of sign; they are kept and not used."
    )


def _testable(valid: int, examined: int, too_short: int) -> tuple[State | None, str]:
    """Why it cannot be said how many are careless, or (None, "")."""
    if valid < MIN_LEVEL_N:
        return (
            State.NOT_APPLICABLE,
            f"No figure is stated of {several(valid, 'answer', 'answers')}.",
        )
    if valid == too_short:
        return (
            State.NOT_APPLICABLE,
            "Sheets of fewer than three scales are too short to tell whether they were read.",
        )
    could_be = valid - too_short
    if examined < EXAMINED_SHARE * could_be:
        return State.UNKNOWN, (
            f"Whether answers were given with care is known of {percent(examined / could_be)} of "
            f"{could_be:,}: of the others nobody recorded how long they took."
        )
    return None, ""


def _of_this_week(evidence: WeekEvidence, audience: str) -> dict[str, Any]:
    """The share of valid answers each family of flags fell on, and where the medians are from."""
    rows = [
        row
        for row in np.flatnonzero(evidence.heard(audience)).tolist()
        if is_valid(evidence.status[row])
    ]
    shares: Counter[str] = Counter()
    for row in rows:
        flags = map(FlagName, evidence.flags[row])
        shares.update({CARELESS_FLAGS[f].family for f in flags if _counts(f)})
    names = evidence.frozen.responses.column("questionnaire").to_pylist()
    finals = final_weeks(evidence.history)
    versions = sorted({names[row] for row in rows})
    frozen = [name for name in versions if baseline_of(finals, name, [WHOLE_SHEET])]
    return {
        **{f"flagged_{family}": rounded(shares[family] / len(rows)) for family in sorted(shares)},
        "medians_from_earlier_finals": len(frozen),
        "medians_from_this_week": len(versions) - len(frozen),
    }


def _counts(flag: FlagName) -> bool:
    return CARELESS_FLAGS[flag].severity is not FlagSeverity.INFO


def statuses(weeks: Sequence[WeekCells], audience: str) -> Counter[str]:
    """Responses in the frame by what became of them."""
    return sum(by_partner(weeks, audience).values(), Counter())


def valid_count(status: Mapping[str, int]) -> int:
    return sum(count for state, count in status.items() if state in END_OF and is_valid(state))


def by_partner(weeks: Sequence[WeekCells], audience: str) -> dict[str, Counter[str]]:
    """The same by partner; those about several partners, or none, under ""."""
    found: dict[str, Counter[str]] = {}
    keys = ["audience", "partner", "is_joint", "status"]
    for week in weeks:
        for row in week.account_cells.group_by(keys).aggregate([("n", "sum")]).to_pylist():
            if row["audience"] == audience:
                partner = "" if row["is_joint"] else row["partner"]
                found.setdefault(partner, Counter())[row["status"]] += row["n_sum"]
    return found


def uneven_exclusion(evidence: WeekEvidence) -> Iterator[Finding]:
    """Do the cut-offs fall on one partner, or one culture, far more than on the rest?

    Each against all others by Fisher's exact test, one-sided; Benjamini–Hochberg over the partners
    or countries of an audience, over all weeks of the longest window.
    """
    weeks = of_window(evidence.weeks, evidence.frozen, max(WINDOWS))
    for audience in AUDIENCES:
        partners = {key: status for key, status in by_partner(weeks, audience).items() if key}
        by_country: dict[str, Counter[str]] = {}
        for partner, status in partners.items():
            country = evidence.frozen.reference.country_of(partner)
            if country:
                by_country.setdefault(country, Counter()).update(status)
        yield from _groups(evidence, audience, Level.PARTNER, partners)
        yield from _groups(evidence, audience, Level.COUNTRY, by_country)


# A partner reads what is said of it: "elsewhere" must be three partners' at least (methods H4).
FEWEST = {Level.PARTNER: 4, Level.COUNTRY: 2}


def _groups(
    evidence: WeekEvidence, audience: str, level: Level, groups: Mapping[str, Counter[str]]
) -> Iterator[Finding]:
    taken = {key: status[SetAside.CARELESS] for key, status in groups.items()}
    size = {key: valid_count(status) for key, status in groups.items()}
    tested = [key for key in sorted(groups) if size[key] >= MIN_LEVEL_N]
    total, hits = sum(size[key] for key in tested), sum(taken[key] for key in tested)
    if len(tested) < FEWEST[level] or not hits:
        return
    p = [float(hypergeom.sf(taken[key] - 1, total, hits, size[key])) for key in tested]
    for key, q in zip(tested, benjamini_hochberg(p).tolist(), strict=True):
        state = evidence.thresholds.judge(UNEVEN, q)
        if state is State.PASS:
            continue
        yield _uneven(
            evidence, audience, level, key, state, q, (taken[key], size[key], hits, total)
        )


def _uneven(
    evidence: WeekEvidence,
    audience: str,
    level: Level,
    key: str,
    state: State,
    q: float,
    counts: tuple[int, int, int, int],
) -> Finding:
    taken, size, hits, total = counts
    share = excluded_share(np.arange(size) < taken)
    others = (hits - taken) / max(1, total - size)
    threshold = evidence.thresholds.of(UNEVEN)
    return Finding(
        check_key=UNEVEN,
        family=Family.RESPONSE_BIAS,
        severity=Severity.CAVEAT,
        state=state,
        what=f"{percent(taken / size)} of the answers of {AUDIENCE_NAMES[audience]} here look "
        f"careless, against {percent(others)} elsewhere.",
        what_to_do="Read the sheets set aside here before trusting the cut-offs, or the answers.",
        audience=audience,
        level=level,
        node_key=key,
        value=rounded(q),
        warn=threshold.warn,
        fail=threshold.fail,
        evidence={
            "careless": taken,
            "valid": size,
            "share": rounded(taken / size),
            "share_low": rounded(share.interval.low),
            "share_high": rounded(share.interval.high),
            "share_elsewhere": rounded(others),
        },
    )
