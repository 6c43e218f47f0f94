from __future__ import annotations

from metrics.dashboards.evidence import MOST_LINES, evidence_lines
from metrics.models import FindingRow


def lines(**facts: object) -> list[tuple[str, str]]:
    row = FindingRow(**{"value": None, "warn": None, "fail": None, "evidence": {}, **facts})
    return [(line.name, line.text) for line in evidence_lines(row)]


def test_the_value_and_its_limits_come_first_to_the_last_figure() -> None:
    assert lines(value=0.071423, warn=0.8, fail=0.5) == [
        ("Value", "0.071423"), ("Warns at", "0.8"), ("Fails at", "0.5"),
    ]  # fmt: skip


def test_whatever_a_check_recorded_is_written_out() -> None:
    evidence = {"weeks": 13, "by_region": {"north": -0.25, "south": None},
                "worst": ["a", "b"], "real": True, "rows": [], "rate": 1204.5}  # fmt: skip

    assert lines(evidence=evidence) == [
        ("Weeks", "13"), ("By region, north", "−0.25"), ("By region, south", "not known"),
        ("Worst", "a; b"), ("Real", "yes"), ("Rows", "none"), ("Rate", "1,204.5"),
    ]  # fmt: skip


def test_a_long_record_ends_with_how_much_is_left() -> None:
    found = lines(evidence={f"k{i}": i for i in range(MOST_LINES + 7)})

    assert len(found) == MOST_LINES + 1
    assert found[-1] == ("And more", "7 further figures")


def test_a_finding_of_an_older_method_has_no_record() -> None:
    assert lines(evidence=None) == []
