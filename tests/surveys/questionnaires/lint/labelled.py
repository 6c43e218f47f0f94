"""Labelled questions: a CSV of flawed and sound items, one a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from surveys.questionnaires.lint import Category, Item, ItemType, read_context

EXAMPLES = Path(__file__).with_name("lint_examples.csv")


@dataclass(frozen=True)
class LabelledItem:
    """A question with what people found wrong with it; None where it is sound."""

    id: str
    item: Item
    flaw: Category | None


def read_labelled(path: Path) -> Iterator[LabelledItem]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            item = Item(
                question_text=row["question_text"],
                question_type=ItemType(row["question_type"]),
                options=tuple(option for option in row["options"].split("|") if option),
                required=row["required"] == "1",
                context=read_context(json.loads(row["context"] or "{}")),
            )
            is_sound = row["label"] == "sound"
            yield LabelledItem(row["id"], item, None if is_sound else Category(row["category"]))
