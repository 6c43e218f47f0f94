"""What the pages about letters show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ChoicesPage:
    """`offers_flash` is false for a channel partner, who sees finals only."""

    address: str
    offers_flash: bool


@dataclass(frozen=True)
class StopPage:
    """Before the button is pressed (`button` is its label), after, or with an unknown link."""

    title: str
    text: str
    button: str = ""


UNKNOWN_LINK = StopPage(
    "This link is not known",
    "It may have been cut off. Use the whole link from your letter, or sign in and choose your "
    "letters under your name.",
)


def stop_page(programme: str, *, is_stopped: bool) -> StopPage:
    if is_stopped:
        return StopPage(
            "You get no more weekly letters",
            f"{programme} sends you none from now on. Signed in, you can choose them again under "
            "your name.",
        )
    return StopPage(
        "Stop the weekly letters?",
        f"{programme} will send you no weekly letter any more, neither of finals nor of flashes.",
        "Stop them",
    )
