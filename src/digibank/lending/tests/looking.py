"""What tests look at after an act: the refusal, the message, the positions, what is left of a failed act."""

import pytest

from digibank.agenda.models import Appointment, Slot
from digibank.audit.models import Event
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.inventory.models import Commitment, Device
from digibank.lending.flows import LoanState
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


def wrong() -> list[str]:
    """Running loans whose device, or what keeps it, is another's; and devices that are lent without one."""
    running = Loan.objects.filter(state=LoanState.RUNNING).select_related("device", "commitment")
    told = [
        f"loan {loan.pk}"
        for loan in running
        if loan.commitment.released_at or loan.commitment.device_id != loan.device_id or loan.device.state != "lent"
    ]
    lent = Device.objects.filter(state="lent").exclude(pk__in=running.values("device"))
    kept = Commitment.objects.open().filter(kind="loan").exclude(loan__state__in=["prepared", "running", "lost"])
    return [*told, *(f"device {device.pk}" for device in lent), *(f"commitment {one.pk}" for one in kept)]
