"""No order of acts closes a donation while data of its donor may still be somewhere (policy D-20).

The clerks of the gate, who also take in donations, harvest, lend, ask donors and close. The machine knows by itself
with which donation each medium came in and on which media data really are; what it closes is compared with that.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from digibank.donations import actions as donations
from digibank.donations.models import Donation, Release
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.batch_attestations import covers, lines_of
from digibank.refurbishment.models import BatchClosing
from tests.test_no_way_around import SHORT_WALKS, Clerks

pytestmark = pytest.mark.django_db
SOME = st.integers(0, 50)
HIDES = ("in the device", "on the shelf", "in the drawer")


class Closers(Clerks):
    """The clerks with a donation or two. The first device came in with the first.

    `done` counts, over all walks, what really happened: walks that close nothing would prove nothing.
    """

    done: Counter[str] = Counter()

    def __init__(self) -> None:
        self.came_with: dict[int, int] = {}
        self.steps = 0
        super().__init__()

    def do(self, act) -> bool:
        done = super().do(act)
        for medium in StorageMedium.objects.exclude(pk__in=self.came_with).select_related("device__given_with"):
            given = getattr(medium.device, "given_with", None)
            self.came_with[medium.pk] = given.donation_id if given else 0
        return done

    @rule(some=SOME)
    def register(self, some: int) -> None:
        """Devices come in with a donation, the first with the first."""
        donation = self.a_donation(some) if Donation.objects.exists() and some % 2 else self.take_in()
        if self.do(
            lambda: donations.add_device(donation, device_class=self.kind, accessories=["charger"], by=self.first)
        ):
            self.do(lambda: self.see_a_medium(Device.objects.count() - 1, "nvme" if some % 2 else "ssd"))

    def take_in(self) -> Donation:
        return donations.register(self.depot, donor=None, by=self.first)

    def a_donation(self, some: int) -> Donation:
        known = list(Donation.objects.order_by("pk"))
        return known[some % len(known)]

    # What the test knows by itself

    def open_for(self, donation: Donation) -> list[int]:
        """The media that came in with it, or lie in its devices, on which data are; not those the donor has again."""
        back = {"device__state": Position.RETURNED_TO_DONOR, "taken_out_at__isnull": True}
        ours = set(StorageMedium.objects.exclude(**back).values_list("pk", flat=True)) & self.with_data
        there = set(StorageMedium.objects.filter(device__given_with__donation=donation).values_list("pk", flat=True))
        came = {medium for medium, key in self.came_with.items() if key == donation.pk}
        settled = StorageMedium.objects.filter(state__in=["absent", "destroyed"]).values_list("pk", flat=True)
        return sorted((ours & (there | came)) - set(settled))

    # Closing and what keeps it open

    @rule(some=SOME)
    def close(self, some: int) -> None:
        donation = self.a_donation(some)
        if self.do(lambda: refurbishment.close_batch(donation, by=self.first)):
            self.done["closed"] += 1
            assert self.open_for(donation) == []

    close_again = rule(some=SOME)(lambda self, some: self.close(some))

    @rule(some=SOME)
    def settle_and_close(self, some: int) -> None:
        """What somebody does who wants to be done with it."""
        donation = self.a_donation(some)
        self.settle(donation, but=0)
        self.close(some)

    def settle_all_but_one_and_close(self, donation: Donation, hides: str, some: int = 0) -> None:
        """One drive is overlooked, wherever it is."""
        there = self.open_for(donation)
        if not there:
            return
        overlooked = StorageMedium.objects.get(pk=there[some % len(there)])
        if hides == "on the shelf":
            self.do(lambda: inventory.take_out(overlooked, lies_at=self.depot, by=self.first))
        if hides == "in the drawer":
            self.harvest(self.media().index(overlooked))
        self.settle(donation, but=overlooked.pk)
        self.done["overlooked"] += 1
        assert not self.do(lambda: refurbishment.close_batch(donation, by=self.first))

    def settle(self, donation: Donation, *, but: int) -> None:
        for release in donation.releases.open():
            self.do(lambda release=release: donations.tell_cannot(release, by=self.first))
        for medium in StorageMedium.objects.filter(pk__in=self.open_for(donation), state="to_erase").exclude(pk=but):
            self.do(lambda medium=medium: inventory.destroy(medium, because="Doorboord.", by=self.second))
        for device in Device.objects.filter(given_with__donation=donation, storage_known=False):
            self.do(lambda device=device: inventory.state_no_storage(device, because="Leeg.", by=self.first))

    @rule(some=SOME)
    def reopen(self, some: int) -> None:
        standing = BatchClosing.objects.filter(donation=self.a_donation(some), reopened_at=None).first()
        if standing:
            self.do(lambda: refurbishment.reopen_batch(standing, because="Nog een schijf.", by=self.first))

    @rule(some=SOME)
    def count(self, some: int) -> None:
        closing = BatchClosing.objects.filter(donation=self.a_donation(some)).first()
        if closing:
            self.do(lambda: refurbishment.count_batch(closing, by=self.first))

    @rule(some=SOME)
    def ask_the_donor(self, some: int) -> None:
        self.do(lambda: donations.ask_release(self.a_device(some), lock="google", by=self.first))

    @rule(
        some=SOME, how=st.sampled_from(["tell_released", "tell_cannot", "keep_for_parts", "ask_again", "confirm_free"])
    )
    def answer(self, some: int, how: str) -> None:
        known = list(Release.objects.order_by("pk"))
        if known:
            about = {"how": "Nagekeken."} if how == "confirm_free" else {}
            self.do(lambda: getattr(donations, how)(known[some % len(known)], by=self.first, **about))

    @rule(some=SOME)
    def give_back(self, some: int) -> None:
        device = self.a_device(some)
        if not device.media.filter(state="erased").exists():
            self.do(lambda: inventory.return_to_donor(device, because="Op vraag.", by=self.first))

    # What always holds

    @invariant()
    def whoever_closes_or_attests_now_leaves_no_data_behind(self) -> None:
        """Tried after each step and taken back, so that the walk goes on as if nobody had."""
        for donation in Donation.objects.filter(closed_at=None):
            for name, act in self.ways_to_finish(donation).items():
                with transaction.atomic():
                    if self.do(act):
                        self.done[name] += 1
                        assert self.open_for(donation) == []
                        assert name == "attested" or not donation.releases.open().exists()
                    transaction.set_rollback(True)

    @invariant()
    def whoever_overlooks_one_drive_closes_nothing(self) -> None:
        """Another donation and another place after each step; tried and taken back as well."""
        self.steps += 1
        donation = self.a_donation(self.steps)
        if donation.closed_at is None:
            with transaction.atomic():
                self.settle_all_but_one_and_close(donation, HIDES[self.steps % 3], self.steps)
                transaction.set_rollback(True)

    def ways_to_finish(self, donation: Donation) -> dict[str, Callable[[], object]]:
        listed = "" if self.open_for(donation) else covers(donation, lines_of(donation))
        attest = partial(refurbishment.keep_batch_attestation, paper=b"%PDF-1.7", listed=listed)
        return {
            "might be closed": lambda: refurbishment.close_batch(donation, by=self.first),
            "attested": lambda: attest(donation, by=self.first),
        }

    @invariant()
    def what_is_closed_has_its_figures_and_the_other_way_round(self) -> None:
        closed = set(Donation.objects.filter(closed_at__isnull=False).values_list("pk", flat=True))
        standing = BatchClosing.objects.filter(reopened_at=None)
        assert set(standing.values_list("donation", flat=True)) == closed
        assert not standing.filter(figures=None).exists()

    @invariant()
    def nothing_came_in_after_the_closing(self) -> None:
        for closing in BatchClosing.objects.filter(reopened_at=None).select_related("donation"):
            assert closing.figures.last().devices == closing.donation.given.count()

    @invariant()
    def papers_have_their_numbers_in_order(self) -> None:
        for donation in Donation.objects.all():
            versions = list(donation.attestations.order_by("pk").values_list("version", flat=True))
            assert versions == list(range(1, len(versions) + 1))


@pytest.mark.rule("D-20")
def test_no_sequence_of_acts_closes_a_donation_with_data_on_one_of_its_media():
    Closers.done.clear()

    # Fewer walks than at the gate: each step of these is many acts.
    run_state_machine_as_test(Closers, settings=settings(SHORT_WALKS, max_examples=12))

    assert min(Closers.done[name] for name in ("closed", "might be closed", "attested", "overlooked")) >= 3, (
        Closers.done
    )


def test_the_machine_closes_only_after_the_data_are_gone():
    Closers.done.clear()
    clerks = Closers()
    clerks.close(0)
    too_early = dict(Closers.done)

    clerks.erase_with_nwipe(0)
    clerks.whoever_closes_or_attests_now_leaves_no_data_behind()
    clerks.close(0)
    kept = BatchClosing.objects.count()
    clerks.teardown()

    assert (too_early, Closers.done, kept) == ({}, {"attested": 1, "might be closed": 1, "closed": 1}, 1)
