"""The demo tells a true story: what it leaves in the database agrees with itself, and a foreign log stops it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from digibank import clock
from digibank.agenda.models import Appointment, Slot
from digibank.comms.models import Message
from digibank.demo import region as regions
from digibank.demo.founding import found_region
from digibank.demo.story import Papers, moment_before, tell
from digibank.demo.telling import Teller
from digibank.donations.models import Offer
from digibank.errors import RuleBroken
from digibank.helpdesk.models import Handover, Visit
from digibank.inventory.models import Commitment, Device
from digibank.lending.models import Loan, Return
from digibank.logistics.models import Transfer
from digibank.refurbishment.models import Attestation, Erasure

WEEKS = 40
A_DAY = datetime(2026, 11, 23, 9, tzinfo=clock.BRUSSELS)  # What chance brings hangs on the calendar.

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """As the command tells it."""
    with translation.override("nl"):
        yield


def told(papers: Papers) -> Device:
    with clock.at(regions.beginning()):
        region = found_region()
    with clock.at(moment_before(papers.log)):
        return tell(region, papers, Teller(quiet=True))


def disagreements() -> dict[str, list]:
    """What in the database contradicts something else in it."""
    kept = set(Commitment.objects.open().filter(kind="loan").values_list("pk", flat=True))
    not_back = Loan.objects.exclude(state__in=["returned", "cancelled"])
    lent = Device.objects.filter(state__in=["lent", "lost", "stolen"])
    running = Loan.objects.filter(state__in=["running", "lost", "stolen"])
    riding = Commitment.objects.open().filter(kind="transport").values_list("device", flat=True)
    on_the_way = Transfer.objects.filter(state="sent").values_list("lines__device", flat=True)
    promised = Commitment.objects.open().filter(kind="promise").exclude(request__state="promised")
    taken = Counter(Appointment.objects.filter(slot__isnull=False).exclude(state="cancelled").values_list("slot"))
    return {
        "kept without a loan": sorted(kept ^ set(not_back.values_list("commitment", flat=True))),
        "lent without a loan": sorted(
            set(lent.values_list("pk", "state"))
            ^ {(device, state.replace("running", "lent")) for device, state in running.values_list("device", "state")}
        ),
        "on its way without a ride": sorted(set(riding) ^ set(on_the_way)),
        "promised without a request": list(promised),
        "miscounted moments": [slot for slot in Slot.objects.all() if slot.taken != taken[slot.pk,]],
        "past the gate with open media": [
            device
            for device in Device.objects.filter(state__in=["erased", "installed", "stock", "at_desk", "lent"])
            if device.open_media or device.media.filter(state="to_erase").exists()
        ],
        "returned without a return": list(Loan.objects.filter(state="returned", returned=None)),
        "begun without a contract": list(Loan.objects.exclude(state="cancelled").filter(contract=None)),
    }


AGREED = {
    "kept without a loan": [],
    "lent without a loan": [],
    "on its way without a ride": [],
    "promised without a request": [],
    "miscounted moments": [],
    "past the gate with open media": [],
    "returned without a return": [],
    "begun without a contract": [],
}


def test_the_committed_papers_tell_one_life_from_donor_to_stock():
    device = told(Papers.committed())

    loan = Loan.objects.get()
    assert (device.state, device.place.kind, device.open_media) == ("stock", "depot", 0)
    assert (loan.state, loan.device, Return.objects.get().loan) == ("returned", device, loan)
    assert [erasure.state for erasure in Erasure.objects.all()] == ["accepted", "accepted"]
    assert {paper.erasure for paper in Attestation.objects.all()} == set(Erasure.objects.all())
    assert sorted(Message.objects.filter(to_person=loan.person).values_list("template", "state")) == [
        ("lending/handed_over", "done"),
        ("lending/returned", "done"),
    ]
    assert device.accessories.get(kind="mouse").state == "missing"
    assert Handover.objects.get(loan=loan).state == "independent"
    assert [(visit.number, visit.state, visit.person) for visit in Visit.objects.all()] == [
        ("B1", "done", None), ("B2", "done", None), ("B3", "done", None),
    ]  # fmt: skip
    assert disagreements() == AGREED


def test_papers_without_a_second_log_leave_the_device_to_be_erased():
    both = Papers.committed()

    device = told(Papers(report=both.report, log=both.log))

    assert (device.state, device.place.kind, device.open_media) == ("quarantine", "depot", 1)
    assert disagreements() == AGREED


def test_a_log_of_another_disk_is_refused_and_nothing_comes_after_it():
    ours = Papers.committed()
    foreign = ours.log.replace(b"S3TANX0J000417", b"WD-FREMD000001")

    with pytest.raises(RuleBroken) as refused:
        told(Papers(report=ours.report, log=foreign))

    device = Device.objects.get()
    assert str(refused.value)
    assert (device.state, device.media.get().state) == ("received", "to_erase")
    assert [model.objects.count() for model in (Erasure, Attestation, Loan, Message)] == [0, 0, 0, 0]


@pytest.mark.once
def test_the_command_says_the_refusal_and_fails(tmp_path, capsys):
    ours = Papers.committed()
    report, log = tmp_path / "report.json", tmp_path / "nwipe.log"
    report.write_bytes(ours.report)
    log.write_bytes(ours.log.replace(b"S3TANX0J000417", b"WD-FREMD000001"))

    with pytest.raises(CommandError, match=r"^Geweigerd: "):
        call_command("demo", report=report, erasure=log, region=False)

    assert "Aanmelden" not in capsys.readouterr().out


@pytest.mark.once
def test_the_command_fills_an_empty_database_only(capsys):
    call_command("demo", region=False)

    with pytest.raises(CommandError, match="not empty"):
        call_command("demo", region=False)

    assert "vier gewone woorden samen" in capsys.readouterr().out


@pytest.mark.once
@pytest.mark.usefixtures("small_papers")
def test_a_small_region_that_lived_for_some_months_agrees_with_itself():
    with clock.at(A_DAY):
        began = regions.beginning()
    with clock.at(began):
        region = found_region()
        until = clock.now() + timedelta(weeks=WEEKS)
        life = regions.let_it_live(region, Teller(quiet=True), until=until, most_devices=30, most_residents=16)

    assert (life.devices >= 30, life.residents, clock.today() >= until.date()) == (True, 16, True)
    assert set(Loan.objects.values_list("state", flat=True)) >= {"running", "returned"}
    assert list(Offer.objects.order_by("pk").values_list("donor__name", "state")) == [
        ("Basisschool De Kiem", "announced"),
        ("Roza Claes", "preselected"),
        ("Bibliotheek Wilgerdonk", "received"),
    ]
    assert disagreements() == AGREED
