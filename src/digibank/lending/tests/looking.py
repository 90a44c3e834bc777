"""What tests look at after an act: the refusal, the message, the positions, what is left of a failed act."""

import pytest

from digibank.agenda.models import Appointment, Slot
from digibank.audit.models import Event
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.inventory.models import Commitment, Device
from digibank.lending.models import Loan, LoanPart


def refusal(act) -> tuple[str, str | None]:
    """The sentence and the field of a refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def told() -> list[tuple[str, str]]:
    """Which messages went to whom, oldest first."""
    return [(message.template, message.to_person.name) for message in Message.objects.order_by("pk")]


def verbs(*subjects) -> list[str]:
    return [event.verb for event in Event.objects.about(*subjects) if event.verb.startswith("lending.")]


def kept() -> dict[str, object]:
    """All that preparing a loan writes."""
    return {
        "loans": Loan.objects.count(),
        "parts": LoanPart.objects.count(),
        "held": Commitment.objects.open().filter(kind="loan").count(),
        "appointments": Appointment.objects.count(),
        "taken": sum(Slot.objects.values_list("taken", flat=True)),
    }


def position(device) -> str:
    return Device.objects.get(pk=device.pk).state
