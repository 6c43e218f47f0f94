"""What makes a questionnaire unusable, one problem at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ContentProblem:
    """One thing to correct before a questionnaire can be asked.

    `question` is the key of the question it stands in, empty for the questionnaire itself. `place`
    is the setting ("options", "lowest", "show_if", "skips", …) or the key of the text.
    """

    question: str
    place: str
    text: str

    @property
    def sentence(self) -> str:
        """The text with the question it is about."""
        return f"question {self.question}: {self.text}" if self.question else self.text
