"""A small believable published programme, through the tables a published edition has.

publish_programme(session, now)                  two finals and a flash, twelve partners
publish_programme(session, now, final_count=52)  a year, for the eye
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from core.clock import Week
from core.database import writing
from customers.models import Audience
from customers.names.pairs import pair_key
from customers.rows import PartnerRow, ProductLineRow, SegmentRow
from customers.services import (
    DEFAULT_TOUCHPOINTS,
    store_partners,
    store_product_lines,
    store_segments,
)
from metrics.comparison.benchmarks import has_benchmarks, peer_benchmarks
from metrics.comparison.models import PeerBenchmark
from metrics.figures import EstimateFigure
from metrics.models import (
    Change,
    Decision,
    Edition,
    Estimate,
    FindingRow,
    Gap,
    Level,
    Metric,
    State,
    Verdict,
    Weighing,
)
from metrics.tallies import store_tallies
from metrics.targets.models import Target
from tests.factories import make_programme
from tests.metrics.dashboards.beside import beside_rows, ladder_rows

NEWEST_FINAL = Week(2026, 45)
TOUCHPOINTS = tuple(touchpoint.key for touchpoint in DEFAULT_TOUCHPOINTS)
PLACES = {"Germany": ("North", "South"), "Spain": ("Aragon", "Catalonia"),
          "Poland": ("Mazovia", "Silesia")}  # fmt: skip
PARTNERS = (
    "Nordhaus", "Lindner Technik", "Süddruck", "Ribera Aire", "Talleres Montcada", "Aire Levante",
    "Sprężarki Odra", "Wisła Serwis", "Druckluft Rehm", "Compresores Duero", "Śląsk Powietrze",
    "Harz Anlagen",
)  # fmt: skip
LEVELS = {Metric.NPS: (52.0, 38.0), Metric.CSAT: (0.84, 0.76), Metric.EFFORT: (5.6, 5.2),
          Metric.INTENT: (0.78, 0.63)}  # fmt: skip
UNIT_SE = {Metric.NPS: 82.0, Metric.CSAT: 0.42, Metric.EFFORT: 1.3, Metric.INTENT: 0.25}
TARGETS = {Metric.NPS: (50.0, 45.0), Metric.CSAT: (0.80, 0.80), Metric.EFFORT: (5.5, 5.5),
           Metric.INTENT: (0.70, 0.65)}  # fmt: skip
SUMMARY = {
    "peer_rules": {
        "channel_partner": {"allowed": True, "partners": 12, "refused_for": ["nordhaus"]},
        "end_user": {"allowed": True, "partners": 12, "refused_for": []},
    },
    "response_rates": {"end_user": None, "channel_partner": None},
}
AUDIENCES = (Audience.CHANNEL_PARTNER, Audience.END_USER)
LINES = (ProductLineRow("piston", "Piston"), ProductLineRow("screw", "Screw"))
SEGMENTS = (SegmentRow("public", "Public sector"),)


def partner_key(name: str) -> str:
    return name.lower().split()[0]


def partner_rows() -> list[PartnerRow]:
    places = [(country, region) for country, regions in PLACES.items() for region in regions]
    return [
        PartnerRow(partner_key(name), name, *places[i % len(places)], "medium")
        for i, name in enumerate(PARTNERS)
    ]


def publish_programme(
    session: Session, now: datetime, final_count: int = 2, *, with_flash: bool = True
) -> list[Edition]:
    """Programme, names, targets, finals oldest first, and a flash of the week after them."""
    make_programme(session, now)
    with writing(session):
        store_partners(session, partner_rows(), now)
        store_product_lines(session, LINES, now)
        store_segments(session, SEGMENTS, now)
        session.add_all(_targets(now))
    weeks = [NEWEST_FINAL.shifted(-i) for i in reversed(range(final_count))]
    editions = [publish_edition(session, week, "final") for week in weeks]
    if with_flash:
        editions.append(publish_edition(session, NEWEST_FINAL.shifted(1), "flash"))
    return editions


def _targets(now: datetime) -> Iterator[Target]:
    for metric, values in TARGETS.items():
        for audience, value, owner in zip(AUDIENCES, values, ("L. Brandt", "M. Osei"), strict=True):
            yield Target(audience=audience, metric=metric, value=value, owner=owner, set_at=now)


def publish_edition(session: Session, week: Week, kind: str, revision: int = 0) -> Edition:
    """An edition with its figures, committed."""
    ended_at = week.ends_at(ZoneInfo("Europe/Berlin"))
    cut_off_at = ended_at + timedelta(days=7 if kind == "final" else 0)
    edition = Edition(
        week=str(week), kind=kind, revision=revision,
        reason="A late file of answers" if revision else None,
        is_backfilled=False, cut_off_at=cut_off_at, published_at=cut_off_at + timedelta(hours=5),
        folder=f"{week}-{kind}", manifest_hash=f"{hash_of(week, kind, revision):064x}",
        previous_hash=None, method_version="1.0", code_version="0.1.0", transaction_count=1196,
        response_count=301, late_response_count=4,
        expected_answer_share=0.74 if kind == "flash" else None,
        summary=SUMMARY,
    )  # fmt: skip
    with writing(session):
        session.add(edition)
        session.flush()
        figures = list(_figures(edition, week))
        session.bulk_save_objects(figures)
        if kind == "final" and has_benchmarks(week):
            session.add_all(_benchmarks(edition, figures))
        store_tallies(session, edition.id)
    return edition


def _benchmarks(edition: Edition, figures: Sequence[object]) -> Iterator[PeerBenchmark]:
    names = [field.name for field in fields(EstimateFigure)]
    estimates = [
        EstimateFigure(**{name: getattr(row, name) for name in names})
        for row in figures
        if isinstance(row, Estimate)
    ]
    for found in peer_benchmarks(estimates, map(partner_key, PARTNERS)):
        yield PeerBenchmark(edition_id=edition.id, **vars(found))


def hash_of(week: Week, kind: str, revision: int) -> int:
    return 16**60 + week.year * 10_000 + week.number * 100 + revision * 10 + (kind == "final")


def _figures(edition: Edition, week: Week) -> Iterator[object]:
    estimates = list(_estimates(edition, week))
    yield from estimates
    yield from beside_rows(edition, estimates)
    yield from _gaps(edition)
    yield from _changes(edition)
    yield from _findings(edition)
    yield from ladder_rows(edition, [partner_key(name) for name in PARTNERS])
    for audience in AUDIENCES:
        report = {"converged": True, "iterations": 4, "largest_weight": 2.31, "design_effect": 1.18,
                  "margins": {"touchpoint": 8, "region": 6}, "merges": []}  # fmt: skip
        yield Weighing(edition_id=edition.id, audience=audience, window=1, report=report)


@dataclass(frozen=True)
class Cut:
    window: int
    level: str
    node_key: str
    touchpoint_key: str
    n: int
    shift: float


def _cuts(audience: str) -> Iterator[Cut]:
    share = 1.0 if audience == Audience.END_USER else 0.36
    for window in (1, 4, 13):
        total = int(220 * share * window)
        yield Cut(window, Level.NETWORK, "", "", total, 0)
        for i, key in enumerate(TOUCHPOINTS):
            # Repair visits of end users are bad, commissioning has hardly any partner answers.
            shift = -24.0 if key == "repair_visit" and audience == Audience.END_USER else i - 3.0
            n = 7 * window if key == "commissioning" and share < 1 else total // 8
            yield Cut(window, Level.NETWORK, "", key, n, shift)
        for i, country in enumerate(PLACES):
            yield Cut(window, Level.COUNTRY, country, "", total // 3, 6.0 - 7 * i)
            for region in PLACES[country]:
                yield Cut(window, Level.REGION, f"{country}/{region}", "", total // 6, 4.0 - 5 * i)
    for i, name in enumerate(PARTNERS):
        key, n = partner_key(name), int((70 + 6 * i) * share)
        yield Cut(4, Level.PARTNER, key, "", 6 if i == 7 else n, 22.0 - 5 * i)
        for j, touchpoint in enumerate(TOUCHPOINTS[:6]):
            yield Cut(13, Level.PARTNER, key, touchpoint, n // 2 - 3 * j, 20.0 - 5 * i - 2 * j)
        for j, line in enumerate(LINES):
            pair = pair_key(key, line.key)
            yield Cut(13, Level.PARTNER_LINE, pair, "", n // 2 - 20 * j, 15.0 - 5 * i - 9 * j)
    for i, key in enumerate(("piston", "screw")):
        yield Cut(4, Level.PRODUCT_LINE, key, "", int(400 * share), 5.0 - 9 * i)
    yield Cut(4, Level.SEGMENT, "public", "", total // 3, -8.0)


def _estimates(edition: Edition, week: Week) -> Iterator[Estimate]:
    for side, audience in enumerate(AUDIENCES):
        for cut in _cuts(audience):
            for metric in Metric:
                if metric != Metric.NPS and cut.touchpoint_key:
                    continue
                wave = math.sin(week.number * 0.9 + side) * 1.6
                level = LEVELS[metric][side]
                scale = UNIT_SE[metric] / UNIT_SE[Metric.NPS]
                yield _estimate(edition, audience, cut, metric, level + (cut.shift + wave) * scale)


def _estimate(edition: Edition, audience: str, cut: Cut, metric: Metric, value: float) -> Estimate:
    row = Estimate(
        edition_id=edition.id, audience=audience, window=cut.window, level=cut.level,
        node_key=cut.node_key, touchpoint_key=cut.touchpoint_key, metric=metric, value=value,
        raw=value, interval_method="adjusted Wald", n=max(1, cut.n), n_eff=cut.n * 0.85,
        accounts=max(1, cut.n - 2), population=cut.n * 5, decision=Decision.CAVEAT, grade="B",
        reason=None,
    )  # fmt: skip
    if cut.n < 10:
        return suppressed(row, f"{cut.n} answers, fewer than 10")
    row.se = UNIT_SE[metric] / math.sqrt(cut.n)
    row.ci_low, row.ci_high = value - 1.96 * row.se, value + 1.96 * row.se
    return row


def suppressed(row: Estimate, reason: str) -> Estimate:
    """The row as one that may not be shown."""
    row.value = row.raw = row.se = row.ci_low = row.ci_high = row.interval_method = None
    row.decision, row.grade, row.reason = Decision.SUPPRESS, "F", reason
    return row


def _gaps(edition: Edition) -> Iterator[Gap]:
    places = [(Level.NETWORK, "", 1, 301, 88)]
    places += [(Level.PARTNER, partner_key(name), 4, 90, 24) for name in PARTNERS]
    for level, key, window, n, pairs in places:
        for is_paired in (False, True):
            se = 6.1 if is_paired else 7.4
            yield Gap(
                edition_id=edition.id, is_paired=is_paired, window=13 if is_paired else window,
                level=level, node_key=key, metric=Metric.NPS, value=-14.0, se=se,
                ci_low=-14.0 - 1.96 * se, ci_high=-14.0 + 1.96 * se, n=pairs if is_paired else n,
                accounts=40, decision=Decision.CAVEAT, grade="B", reason=None,
            )  # fmt: skip


def _changes(edition: Edition) -> Iterator[Change]:
    for audience in AUDIENCES:
        for metric in Metric:
            fell = audience == Audience.END_USER and metric == Metric.NPS
            scale = UNIT_SE[metric] / UNIT_SE[Metric.NPS]
            difference = (-9.4 if fell else 0.8) * scale
            se = (2.9 if fell else 5.0) * scale
            yield Change(
                edition_id=edition.id, against_edition_id=None, audience=audience, window=1,
                level=Level.NETWORK, node_key="", touchpoint_key="", metric=metric,
                difference=difference, se=se, ci_low=difference - 1.96 * se,
                ci_high=difference + 1.96 * se, p=0.001 if fell else 0.8, q=0.008 if fell else 0.9,
                verdict=Verdict.DOWN if fell and edition.kind == "final" else Verdict.NO_CHANGE,
                reason=None,
            )  # fmt: skip


FINDINGS: Sequence[tuple[str, str, str, State, str, str, str, str]] = (
    ("duplicates", "analytics", "", State.PASS, "network", "", "No answer came twice", ""),
    ("psi_before", "sampling", "end_user", State.WARN, "network", "",
     "Before weighing, the answers differ from all transactions by touchpoint (PSI 0.14)",
     "Look at repair visits: they are heard less than they happen"),
    ("contact_present", "sampling", "end_user", State.FAIL, "partner", "ribera",
     "Unusual pattern, please review: contacts are missing for 38 % of the transactions",
     "Ask the partner how contacts are written down"),
    ("response_rate", "response_bias", "", State.UNKNOWN, "network", "",
     "Who was invited is not known for 4 answers that were imported", "Import the invitations"),
)  # fmt: skip


def _findings(edition: Edition) -> Iterator[FindingRow]:
    for key, family, audience, state, level, node, what, what_to_do in FINDINGS:
        yield FindingRow(
            edition_id=edition.id, check_key=key, family=family, severity="caveat", state=state,
            audience=audience, window=0, level=level, node_key=node, value=0.14, warn=0.1,
            fail=0.25, what=what, what_to_do=what_to_do, evidence={"touchpoint": 0.140312},
            overridden="Published all the same by M. Osei: heard the partner" if node else "",
        )  # fmt: skip
