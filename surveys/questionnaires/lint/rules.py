"""What each category of finding means, in words for the people who write questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.questionnaires.lint.findings import Category


@dataclass(frozen=True)
class Rule:
    """A category's name, what it means in one sentence, and one question on either side of it."""

    name: str
    about: str
    flawed: str
    sound: str


RULES: Mapping[Category, Rule] = {
    Category.DOUBLE_BARRELLED: Rule(
        "Two questions in one",
        "It asks about two things that people may judge differently, and takes one answer.",
        "How satisfied are you with the price and quality of our filters?",
        "How satisfied are you with the price of our filters?",
    ),
    Category.LEADING: Rule(
        "Tells the answer",
        "Its words let people know which answer is wanted.",
        "How great was your visit to our world-class showroom?",
        "How would you rate our showroom?",
    ),
    Category.LOADED: Rule(
        "Judges beforehand",
        "A word in it judges before the respondent does.",
        "Should we end the pointless paperwork for returns?",
        "How easy or difficult is the paperwork for returns?",
    ),
    Category.NEGATIVE: Rule(
        "Negative",
        "With a negation in it, people slip over what yes and no mean.",
        "I am not unhappy with the repair.",
        "How satisfied or dissatisfied are you with the repair?",
    ),
    Category.ABSOLUTE: Rule(
        "Absolute",
        "Always, never or all leaves no room for exceptions, so few can truly agree.",
        "Do you always read our newsletter?",
        "How often do you read our newsletter?",
    ),
    Category.UNBALANCED_SCALE: Rule(
        "Unbalanced scale",
        "It offers more good answers than bad ones, or the other way round.",
        "Poor, Good, Very good, Excellent, Perfect",
        "Very poor, Poor, Fair, Good, Very good",
    ),
    Category.UNLABELLED_SCALE: Rule(
        "Scale without words",
        "Nobody is told what the numbers or stars mean.",
        "1, 2, 3, 4, 5",
        "1 Very poor, 2, 3, 4, 5 Very good",
    ),
    Category.MISSING_NA: Rule(
        "No way out",
        "It does not concern everybody, and those it does not concern cannot say so.",
        "How was your last warranty claim? Very poor … Very good",
        "How was your last warranty claim? Very poor … Very good, I made no claim",
    ),
    Category.READING_GRADE: Rule(
        "Hard to read",
        "Long words, long sentences or many acronyms.",
        "Having regard to the provisions governing consignment replenishment, how would you "
        "characterise the dependability of deliveries?",
        "How reliable were our restocking deliveries?",
    ),
    Category.LENGTH: Rule(
        "Too long",
        "It takes more minutes, rows or writing than people give.",
        "A grid of 18 rows",
        "The eight rows that somebody will act on",
    ),
    Category.REQUIRED_SENSITIVE: Rule(
        "Sensitive and required",
        "It asks for something the law or decency protects, and must be answered.",
        "What is your ethnic origin? Required",
        "What is your ethnic origin? With “Prefer not to say”",
    ),
    Category.ORDER_EFFECT: Rule(
        "Order",
        "Its place, or the order of its options, moves the answers.",
        "Recommendation after ten questions about complaints",
        "Recommendation first",
    ),
    Category.TRANSLATION_INCOMPLETE: Rule(
        "Not translated",
        "A language lacks the text or an option, or still has the source text.",
        "German: How was your visit?",
        "German: Wie war Ihr Besuch?",
    ),
    Category.ASSUMPTION: Rule(
        "Takes for granted",
        "It takes for granted something that is not so for everybody.",
        "Which fault did your machine have?",
        "Did your machine have a fault? If it did: Which one?",
    ),
    Category.OVERLAPPING_OPTIONS: Rule(
        "Options overlap",
        "One answer fits two options.",
        "0–10, 10–20, 20 or more",
        "0–9, 10–19, 20 or more",
    ),
    Category.RECALL_PERIOD: Rule(
        "Asks too far back",
        "It asks about a time that people do not remember well, or sets no limit.",
        "How many deliveries have you ever received late?",
        "How many deliveries were late in the last four weeks?",
    ),
}
