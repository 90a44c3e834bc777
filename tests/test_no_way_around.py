"""No order of acts brings a device with an unsettled medium to stock, to a desk or to a borrower (promise 2).

A machine of the tests does what clerks and technicians can do, in any order, also what makes no sense, and keeps for
itself on which media data really are. What the database says may be more careful than that, never less.
"""

import inspect
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import NOW
from digibank.demo import logs
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import BEFORE_THE_GATE, MediumState, Position
from digibank.inventory.models import Commitment, Device, StorageMedium
from digibank.inventory.tests.factories import a_class, a_depot, a_disk, a_machine_report
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_loan, came_back
from digibank.logistics import actions as logistics
from digibank.logistics.models import Transfer
from digibank.operation import promises
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people.tests.factories import a_person
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.evidence.tests.drives import a_sample, raw_of
from digibank.refurbishment.evidence.tests.logs import SERIAL, SIZE, raw
from digibank.refurbishment.flows import ErasureState, PartState
from digibank.refurbishment.models import Disposal, Erasure, Part, checks_for

pytestmark = pytest.mark.django_db

SOME = st.integers(0, 50)
USABLE = (Position.STOCK, Position.IN_TRANSIT, Position.AT_DESK)
COMPLETE = "newer_version_bytes_table.log"
# Acts of the workshop after which each medium is where it was, with the data it had. What the stick reports is
# taken over as any report is.
NO_MEDIUM_IS_TOUCHED = {
    "add_collection_document", "add_part", "add_recycler", "adopt_factors", "bind", "close_batch", "count_batch",
    "count_effects", "end_recycler", "end_station", "freeze_record", "give_token", "hand_over", "keep_attestation",
    "keep_batch_attestation", "note_cost", "receive", "record_tests", "register_from", "register_station", "release",
    "reopen_batch", "scrap_part", "set_aside", "wait_again",
}  # fmt: skip


SHORT_WALKS = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class Clerks(RuleBasedStateMachine):
    """Two technicians and a clerk, a depot and a desk, and at most three devices."""

    def __init__(self) -> None:
        super().__init__()
        self.around = ExitStack()
        self.around.enter_context(clock.at(NOW))
        self.around.enter_context(transaction.atomic())
        association = an_association()
        town = a_member(association, name="Wilgerdonk")
        a_regulation(town, devices_per_household=9, renewals=1, loan_months=12)
        self.depot, self.desk, self.kind = a_depot(association), a_desk(town), a_class()
        self.first, self.second = (
            a_user(name, name.capitalize(), association, Role.TECHNICIAN).actor for name in ("tine", "bram")
        )
        self.person = a_person(town)
        self.with_data: set[int] = set()
        self.given: list[tuple[int, bytes]] = []
        self.register(0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.around.close()

    @initialize(steps=st.integers(0, 8))
    def start(self, steps: int) -> None:
        """The first device is erased and comes some way: walks begin in the workshop, at the desk, or after a loan."""
        self.erase_with_nwipe(0)
        for _step in range(steps):
            self.go_on(0)

    # What is there

    def a_device(self, some: int) -> Device:
        devices = list(Device.objects.order_by("pk"))
        return devices[some % len(devices)]

    def media(self) -> list[StorageMedium]:
        return list(StorageMedium.objects.order_by("pk"))

    def a_medium(self, some: int) -> StorageMedium:
        media = self.media()
        return media[some % len(media)]

    def has_media(self) -> bool:
        return StorageMedium.objects.exists()

    def do(self, act: Callable[[], Any]) -> bool:
        """An act is done, or a rule says no; anything else is a bug."""
        before = set(StorageMedium.objects.values_list("pk", flat=True))
        try:
            act()
        except RuleBroken:
            return False
        finally:
            self.with_data |= set(StorageMedium.objects.values_list("pk", flat=True)) - before
        return True

    def used(self, device: Device) -> None:
        """Somebody had it in their hands, who was not one of us."""
        self.with_data |= set(device.media.inside().values_list("pk", flat=True))

    # Coming in

    @precondition(lambda self: Device.objects.count() < 3)
    @rule(some=SOME)
    def register(self, some: int) -> None:
        parts = list(self.kind.expected_accessories())
        inventory.register(self.kind, place=self.depot, accessories=parts, by=self.first)
        if some % 3 != 1:
            self.see_a_medium(Device.objects.count() - 1, "nvme" if some % 2 else "ssd")

    @rule(some=SOME, kind=st.sampled_from(["hdd", "ssd", "nvme", "emmc", "unknown"]))
    def see_a_medium(self, some: int, kind: str) -> None:
        serial = f"S3TWNX0K5{StorageMedium.objects.count():05d}"
        self.do(
            lambda: inventory.add_medium(
                self.a_device(some), kind=kind, serial=serial, capacity_bytes=SIZE, by=self.first
            )
        )

    @rule(some=SOME, disks=st.integers(0, 2))
    def read_a_report(self, some: int, disks: int) -> None:
        device = self.a_device(some)
        known = list(device.media.values_list("serial", flat=True))
        found = [a_disk(port, [*known, "REPORT-1", "REPORT-2"][port]) for port in range(disks)]
        report = a_machine_report(*found, serial=f"M{device.pk}")
        self.do(lambda: inventory.read_in(device, report=report, by=self.first))

    @rule(some=SOME)
    def state_no_storage(self, some: int) -> None:
        device = self.a_device(some)
        # A lie about what is inside is not what this test is about.
        if not device.media.inside().exists():
            self.do(lambda: inventory.state_no_storage(device, because="Leeg.", by=self.first))

    # Erasing

    @precondition(has_media)
    @rule(some=SOME)
    def erase_with_nwipe(self, some: int) -> None:
        medium = self.a_medium(some)
        clock.pass_time(hours=3)
        self.with_data.discard(medium.pk)
        log = self.log_of(medium)
        self.given.append((medium.pk, log))
        self.do(lambda: refurbishment.add_log(medium.device, log=log, medium=medium, by=self.first))

    def log_of(self, medium: StorageMedium, name: str = COMPLETE) -> bytes:
        began = clock.now().astimezone(clock.BRUSSELS).replace(tzinfo=None) - timedelta(hours=2)
        return logs.moved(raw(name).replace(SERIAL.encode(), medium.serial.encode()), to=began)

    @precondition(has_media)
    @rule(some=SOME)
    def let_the_drive_erase_itself(self, some: int) -> None:
        medium = self.a_medium(some)
        clock.pass_time(hours=3)
        if medium.kind == "nvme":
            self.with_data.discard(medium.pk)
        sample = a_sample(serial=medium.serial, at=clock.now() - timedelta(hours=1))
        log = raw_of("nvme_block_done.txt")
        self.do(lambda: refurbishment.add_log(medium.device, log=log, sample=sample, medium=medium, by=self.first))

    @precondition(has_media)
    @rule(some=SOME, name=st.sampled_from(["verification_not_asked.log", "old_version_dying_drive.log"]))
    def add_a_bad_log(self, some: int, name: str) -> None:
        medium = self.a_medium(some)
        clock.pass_time(hours=3)
        self.do(
            lambda: refurbishment.add_log(medium.device, log=self.log_of(medium, name), medium=medium, by=self.first)
        )

    @precondition(has_media)
    @rule(some=SOME)
    def add_a_sample_with_data(self, some: int) -> None:
        medium = self.a_medium(some)
        sample = a_sample(serial=medium.serial, kind="data", at=clock.now())
        clock.pass_time(minutes=10)
        log = raw_of("nvme_block_done.txt")
        self.do(lambda: refurbishment.add_log(medium.device, log=log, sample=sample, medium=medium, by=self.first))

    @precondition(lambda self: self.given)
    @rule(some=SOME, other=SOME)
    def add_an_old_log_again(self, some: int, other: int) -> None:
        """The log of before the last loan, or of another drive."""
        _key, log = self.given[some % len(self.given)]
        medium = self.a_medium(other)
        self.do(lambda: refurbishment.add_log(medium.device, log=log, medium=medium, by=self.first))

    @precondition(lambda self: Erasure.objects.filter(state=ErasureState.WAITING).exists())
    @rule(some=SOME, honest=st.booleans())
    def say_what_waits(self, some: int, honest: bool) -> None:
        erasure = self.waiting(some)
        # Two people who lie together are beyond any system: they state only what is so.
        if honest and (erasure.medium_id not in self.with_data or erasure.technique == "destroyed"):
            self.do(lambda: refurbishment.state_seen(erasure, signs=erasure.unsaid, by=self.second))
        else:
            self.do(lambda: refurbishment.state_seen(erasure, signs=erasure.unsaid, by=self.first))

    @precondition(lambda self: Erasure.objects.filter(state=ErasureState.WAITING).exists())
    @rule(some=SOME, by_a_colleague=st.booleans())
    def approve_what_is_less(self, some: int, by_a_colleague: bool) -> None:
        by = self.second if by_a_colleague else self.first
        self.do(lambda: refurbishment.exempt(self.waiting(some), reason="Kan niet anders.", by=by))

    @precondition(lambda self: Erasure.objects.filter(state=ErasureState.WAITING).exists())
    @rule(some=SOME)
    def withdraw(self, some: int) -> None:
        self.do(lambda: refurbishment.withdraw(self.waiting(some), by=self.second))

    def waiting(self, some: int) -> Erasure:
        waits = list(Erasure.objects.filter(state=ErasureState.WAITING).order_by("pk"))
        return waits[some % len(waits)]

    @precondition(has_media)
    @rule(some=SOME)
    def destroy(self, some: int) -> None:
        self.do(lambda: refurbishment.write_down_destruction(self.a_medium(some), way="crushed", by=self.first))

    @precondition(has_media)
    @rule(some=SOME)
    def reset(self, some: int) -> None:
        medium = self.a_medium(some)
        if self.do(lambda: refurbishment.write_down_reset(medium, system="apple_mobile", by=self.first)):
            self.with_data.discard(medium.pk)

    @precondition(has_media)
    @rule(some=SOME)
    def take_out(self, some: int) -> None:
        self.do(lambda: inventory.take_out(self.a_medium(some), lies_at=self.depot, by=self.first))

    @precondition(has_media)
    @rule(some=SOME)
    def put_back(self, some: int) -> None:
        self.do(lambda: inventory.put_back(self.a_medium(some), by=self.first))

    @precondition(has_media)
    @rule(some=SOME)
    def read_back_and_find_data(self, some: int) -> None:
        erasure = Erasure.objects.filter(medium=self.a_medium(some), state=ErasureState.ACCEPTED).first()
        if erasure is None:
            return
        clock.pass_time(hours=1)
        sample = a_sample(serial=erasure.medium.serial, kind="data", at=clock.now())
        clock.pass_time(minutes=10)
        self.do(lambda: refurbishment.reread(erasure, sample=sample, by=self.second))

    # Parts and waste

    @precondition(has_media)
    @rule(some=SOME)
    def harvest(self, some: int) -> None:
        medium = self.a_medium(some)
        self.do(lambda: refurbishment.inspect(medium.device, ground="outdated", by=self.first))
        self.do(
            lambda: refurbishment.harvest(
                medium.device, kind="storage", description="Disk", medium=medium, by=self.first
            )
        )

    @rule(some=SOME)
    def fit(self, some: int) -> None:
        parts = list(Part.objects.filter(state=PartState.STOCK).order_by("pk"))
        self.do(
            lambda: refurbishment.repair(
                self.a_device(some), problem="Geen schijf.", status=1, done="Schijf erin.", parts=parts, by=self.first
            )
        )

    @rule(some=SOME)
    def dispose(self, some: int) -> None:
        self.do(
            lambda: refurbishment.dispose(self.a_device(some), grams=2000, category=2, ground="broken", by=self.first)
        )

    @precondition(lambda self: Disposal.objects.exists())
    @rule(some=SOME)
    def keep_after_all(self, some: int) -> None:
        disposals = list(Disposal.objects.order_by("pk"))
        self.do(lambda: refurbishment.undo_disposal(disposals[some % len(disposals)], by=self.first))

    # On its way. The next step that makes sense comes more often than any other, or nothing would ever be lent.

    @rule(some=SOME)
    def go_on(self, some: int) -> None:
        device = self.a_device(some)
        step = {
            Position.RECEIVED: self.pass_gate,
            Position.QUARANTINE: self.pass_gate if device.place == self.depot else self.ride_back,
            Position.ERASED: self.install,
            Position.INSTALLED: self.check,
            Position.STOCK: self.ride,
            Position.IN_TRANSIT: self.arrive,
            Position.AT_DESK: self.lend,
            Position.LENT: self.take_back,
        }.get(Position(device.state), self.find)
        step(device)

    again = rule(some=SOME)(lambda self, some: self.go_on(some))
    and_again = rule(some=SOME)(lambda self, some: self.go_on(some))
    once_more = rule(some=SOME)(lambda self, some: self.go_on(some))

    @rule(some=SOME)
    def hurry(self, some: int) -> None:
        """Everything at once, as somebody tries who is in a hurry."""
        for _step in range(4):
            self.go_on(some)

    def pass_gate(self, device: Device) -> None:
        self.do(lambda: inventory.pass_gate(device, by=self.first))

    def install(self, device: Device) -> None:
        until = clock.today() + timedelta(days=900)
        self.do(lambda: refurbishment.inspect(device, appearance="B", function="A", battery="B", by=self.first))
        self.do(
            lambda: refurbishment.install(
                device, system="Linux Mint", licence="free", updates_until=until, by=self.first
            )
        )

    def check(self, device: Device) -> None:
        good = [check.value for check in checks_for(self.kind)]
        self.do(lambda: refurbishment.check_quality(device, good=good, by=self.second))

    def ride(self, device: Device) -> None:
        def leave() -> None:
            asked = logistics.ask(from_place=self.depot, to_place=self.desk, devices=[device], by=self.first)
            logistics.send(asked, by=self.first)

        self.do(leave)

    def ride_back(self, device: Device) -> None:
        if Commitment.objects.open().filter(device=device, kind=Commitment.Kind.TRANSPORT).exists():
            self.do(lambda: inventory.arrive(device, place=self.depot, by=self.first))
        else:
            self.do(lambda: inventory.send(device, to=self.depot, by=self.first))

    def arrive(self, device: Device) -> None:
        ride = Transfer.objects.filter(lines__device=device, state="sent").first()
        if ride:
            self.do(lambda: logistics.receive(ride, arrived=[device.pk], by=self.second))
        else:
            self.do(lambda: inventory.arrive(device, place=self.desk, by=self.second))

    def lend(self, device: Device) -> None:
        self.do(lambda: a_loan(self.person, device))

    def take_back(self, device: Device) -> None:
        loan = Loan.objects.filter(device=device, state="running").first()
        clock.pass_time(days=1)
        if loan and self.do(lambda: came_back(loan)):
            self.used(device)

    def find(self, device: Device) -> None:
        clock.pass_time(days=1)
        if device.state in (Position.LOST, Position.STOLEN):
            self.used(device)
        self.do(lambda: inventory.report_found(device, place=self.depot, by=self.first))

    # Straight at each act, whatever the position

    @rule(
        some=SOME,
        name=st.sampled_from(["pass_gate", "install", "check", "ride", "ride_back", "arrive", "lend", "find"]),
    )
    def try_anything(self, some: int, name: str) -> None:
        getattr(self, name)(self.a_device(some))

    @rule(some=SOME, to_desk=st.booleans())
    def send_past_the_transfers(self, some: int, to_desk: bool) -> None:
        place = self.desk if to_desk else self.depot
        self.do(lambda: inventory.send(self.a_device(some), to=place, by=self.first))

    @rule(some=SOME)
    def lend_past_the_loans(self, some: int) -> None:
        device = self.a_device(some)
        self.do(lambda: inventory.hold(device, place=self.desk, by=self.first))

    @rule(some=SOME, act=st.sampled_from([inventory.report_lost, inventory.report_stolen]))
    def lose(self, some: int, act: Callable[..., Device]) -> None:
        self.do(lambda: act(self.a_device(some), because="Weg bij de telling.", by=self.first))

    @rule(some=SOME)
    def write_off(self, some: int) -> None:
        self.do(lambda: inventory.write_off(self.a_device(some), because="Stuk.", by=self.first))

    @rule(some=SOME)
    def restore(self, some: int) -> None:
        self.do(lambda: inventory.restore(self.a_device(some), by=self.first))

    # What always holds

    @invariant()
    def nothing_unsettled_is_past_the_gate(self) -> None:
        past = Device.objects.exclude(state__in=BEFORE_THE_GATE)
        open_media = StorageMedium.objects.inside().to_erase().filter(device__in=past)
        assert list(open_media) == []
        assert not past.filter(storage_known=False).exists()

    @invariant()
    def no_device_with_data_is_in_stock_or_on_its_way_or_at_a_desk(self) -> None:
        usable = StorageMedium.objects.inside().filter(device__state__in=USABLE)
        inside = usable.exclude(state__in=[MediumState.ABSENT, MediumState.DESTROYED])
        assert [medium.pk for medium in inside if medium.pk in self.with_data] == []

    @invariant()
    def what_rides_with_data_rides_in_quarantine(self) -> None:
        riding = Commitment.objects.open().filter(kind=Commitment.Kind.TRANSPORT, device__open_media__gt=0)
        assert set(riding.values_list("device__state", flat=True)) <= {Position.QUARANTINE}

    @invariant()
    def every_erasure_that_counts_is_of_two_or_shows_everything(self) -> None:
        for erasure in Erasure.objects.filter(state=ErasureState.ACCEPTED):
            assert set(erasure.needed) == set(erasure.said)
            assert all(statement.said_by_id != erasure.erased_by_id for statement in erasure.said.values())

    @invariant()
    def nobody_loses_sight_of_anything(self) -> None:
        assert list(promises.storage()) == []
        loose = StorageMedium.objects.loose()
        assert not loose.filter(lies_at=None).exists()
        assert {medium.pk for medium in loose.filter(state=MediumState.TO_ERASE)} == {
            medium.pk for medium in loose if medium.state not in (MediumState.ERASED, MediumState.DESTROYED)
        }


@pytest.mark.rule("E-12")
def test_no_sequence_of_acts_leads_around_the_gate():
    run_state_machine_as_test(Clerks, settings=SHORT_WALKS)


def test_the_machine_really_lends_and_takes_back():
    """A machine that never lends anything would prove nothing."""
    clerks = Clerks()
    states = [Device.objects.get().state]

    clerks.erase_with_nwipe(0)
    states.append(Device.objects.get().state)
    for _step in range(7):
        clerks.go_on(0)
        states.append(Device.objects.get().state)
    data = [medium.pk in clerks.with_data for medium in clerks.media()]
    clerks.teardown()

    there = ["received", "erased", "installed", "stock", "in_transit", "at_desk", "lent"]
    assert (states, data) == ([*there, "quarantine", "quarantine"], [True])


def test_the_machine_does_every_act_of_the_workshop_with_a_medium():
    """A new act on media must join the walks."""
    source = inspect.getsource(Clerks)

    named = {name for name in refurbishment.__all__ if f"refurbishment.{name}(" in source}
    assert set(refurbishment.__all__) - named == NO_MEDIUM_IS_TOUCHED
