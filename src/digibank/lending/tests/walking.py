"""Walks: a machine that does one of its acts at each step, and looks after each that what must hold does hold.

Each act comes about as often as its weight says. Hypothesis would leave some out of each walk (that pays off over
thousands of walks, not over one of three hundred steps), so the machine has one rule only, which draws the act.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Max
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from digibank import clock
from digibank.audit.models import Event

PICKS = st.integers(0, 999)


def act(often: int = 1, **drawn: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a method something a walk may do, so many times as often as others, with these arguments drawn."""

    def mark(method: Callable[..., None]) -> Callable[..., None]:
        method.drawn, method.often = drawn, often  # type: ignore[attr-defined]
        return method

    return mark


def holds(method: Callable[..., None]) -> Callable[..., None]:
    """Make a method something that is looked at after each act."""
    method.held = True  # type: ignore[attr-defined]
    return method


class Walk(RuleBasedStateMachine):
    """A walk of one act after another."""

    def __init__(self) -> None:
        super().__init__()
        self.ends, self.steps = False, 0
        self.looked_at: object = None
        ours = {name: getattr(type(self), name) for name in sorted(dir(type(self)))}
        self.held = [name for name, method in ours.items() if hasattr(method, "held")]
        self.acts = [name for name, method in ours.items() for _time in range(getattr(method, "often", 0))]

    # The simplest walk, with which each search begins, takes no step at all.
    @initialize(takes_steps=st.sampled_from([False, *[True] * 19]))
    def set_out(self, takes_steps: bool) -> None:
        self.ends = not takes_steps

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        if self.ends:
            return
        self.steps += 1
        name = data.draw(st.sampled_from(self.acts))
        method = getattr(self, name)
        method(**{key: data.draw(strategy, f"{name}, {key}") for key, strategy in method.drawn.items()})

    @invariant()
    def everything_holds(self) -> None:
        """Nothing is looked at twice: an act that a rule refused left nothing in the trail, and no time passed."""
        now = None if self.ends else (clock.now(), Event.objects.aggregate(last=Max("pk"))["last"])
        if now != self.looked_at:
            for name in self.held:
                getattr(self, name)()
        self.looked_at = now
