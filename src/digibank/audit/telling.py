"""How the trail is told to people: each app gives, in its events.py, words and a drawing for each of its verbs."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Told:
    """One verb in a timeline: its words (translated when shown), its icon, and how much it weighs."""

    title: object
    icon: str = "ring"
    weight: Literal["", "minor", "refusal"] = ""


def minor(title: object) -> Told:
    """A small step: a bare ring on the post."""
    return Told(title, weight="minor")
