"""A device in each situation that a scanner can meet, and what tests look at after a scan."""

from uuid import uuid4

from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.lending import actions
from digibank.lending.models import Loan
from digibank.logistics import actions as logistics
from digibank.logistics.models import Scan, Transfer, TransferLine
from digibank.organisations.models import Place


def scanned(place: Place, device: Device, *, by=None, **details: object) -> Scan:
    text = details.pop("text", device.number)
    return actions.scan_in(place, text=text, once=uuid4(), by=by or an_actor(), **details)


def decided(scan: Scan) -> Scan:
    return actions.carry_out(scan, once=uuid4(), by=scan.by)


def asked_ride(device: Device, to_place: Place) -> Transfer:
    return logistics.ask(from_place=device.place, to_place=to_place, devices=[device], by=an_actor())


def riding(device: Device, to_place: Place) -> Transfer:
    return logistics.send(asked_ride(device, to_place), by=an_actor())


def called_back(transfer: Transfer) -> Transfer:
    return logistics.cancel(transfer, because="De weg is dicht.", by=an_actor())


def gone(device: Device) -> Device:
    return inventory.report_lost(device, because="Niet gevonden.", by=an_actor())


def open_line(device: Device) -> TransferLine | None:
    return TransferLine.objects.filter(device=device, outcome__in=["open", "missing"]).first()


def ride_of(device: Device) -> tuple[str, str, str] | None:
    """From where, to where and in which state the device is on a list, if it is."""
    line = open_line(device)
    return line and (line.transfer.from_place.name, line.transfer.to_place.name, line.transfer.state)


def stands(device: Device) -> tuple[str, str]:
    now = Device.objects.select_related("place").get(pk=device.pk)
    return now.state, now.place.name


def lent(loan: Loan) -> str:
    return Loan.objects.get(pk=loan.pk).state
