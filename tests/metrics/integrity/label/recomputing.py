"""The grade of a figure from its label's checks alone, as docs/label.md prints it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from metrics.integrity.label.document import Label
from metrics.warehouse.files import canonical_json

GUIDE = Path(__file__).resolve().parents[4] / "docs" / "label.md"


def grade_of(label: Label) -> str:
    """Run the lines of the guide on the label as it is sent."""
    [code] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    named: dict[str, Any] = {}
    exec(code, named)
    grade: str = named["grade"](json.loads(canonical_json(label.as_json())))
    return grade
