"""What tests look at: the refusal, what is held, and whether the count is right."""

from collections.abc import Callable

import pytest

from digibank.agenda.flows import HOLDING
from digibank.agenda.models import Slot
from digibank.audit.models import Event
from digibank.errors import RuleBroken


def refusal(act: Callable[[], object]) -> tuple[str, str | None]:
    """The sentence and the field of a refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


def counted() -> list[int]:
    """How many places each slot says are taken."""
    return [slot.taken for slot in Slot.objects.order_by("pk")]


def recounted() -> list[int]:
    """How many places are held in each slot, by its appointments."""
    return [slot.appointments.filter(state__in=HOLDING).count() for slot in Slot.objects.order_by("pk")]


def verbs(*subjects) -> list[str]:
    return [event.verb for event in Event.objects.about(*subjects).order_by("pk")]
