from __future__ import annotations

from typing import Any

import pytest

from surveys.questionnaires.lint import Category, Item, ItemType, Severity
from tests.surveys.questionnaires.lint.questions import (
    categories,
    found,
    written,
)


def _whole(**context: Any) -> Item:
    return written("A questionnaire", ItemType.QUESTIONNAIRE, **context)


@pytest.mark.parametrize(
    ("context", "severity"),
    [
        pytest.param({"est_minutes": 10}, None, id="10 minutes"),
        pytest.param({"est_minutes": 10.1}, Severity.WARN, id="over 10"),
        pytest.param({"est_minutes": 15}, Severity.WARN, id="15 minutes"),
        pytest.param({"est_minutes": 28}, Severity.ERROR, id="28 minutes"),
        pytest.param({"est_minutes": 3, "survey_kind": "transactional"}, None, id="3 minutes"),
        pytest.param(
            {"est_minutes": 4, "survey_kind": "transactional"}, Severity.WARN, id="4 of 3"
        ),
        pytest.param(
            {"est_minutes": 6, "survey_kind": "transactional"}, Severity.ERROR, id="6 of 3"
        ),
        pytest.param({"open_ended": 3}, None, id="3 texts"),
        pytest.param({"open_ended": 4}, Severity.WARN, id="4 texts"),
        pytest.param({"open_ended": 6}, Severity.ERROR, id="6 texts"),
        pytest.param({"questions": 56}, None, id="56 points are 9.9 minutes"),
        pytest.param({"questions": 57}, Severity.WARN, id="57 points are 10.1 minutes"),
        pytest.param({"questions": 85}, Severity.WARN, id="85 points are 15 minutes"),
        pytest.param({"questions": 86}, Severity.ERROR, id="86 points are more"),
        pytest.param({"grid_rows": 10}, None, id="10 rows"),
        pytest.param({"grid_rows": 11}, Severity.WARN, id="11 rows"),
        pytest.param({"grid_rows": 16}, Severity.ERROR, id="16 rows"),
    ],
)
def test_length_has_strict_limits(context: dict[str, Any], severity: Severity | None) -> None:
    item = _whole(**context)

    if severity is None:
        assert categories(item) == set()
    else:
        assert found(item, Category.LENGTH).severity is severity
