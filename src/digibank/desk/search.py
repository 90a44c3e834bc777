"""The one search box: a number or a scan leads to that record, words lead to whoever and whatever fits."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from digibank.accounts.access import visible_to
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.models import NUMBERS as APPOINTMENT_NUMBERS
from digibank.agenda.models import Appointment
from digibank.comms.models import NUMBERS as MESSAGE_NUMBERS
from digibank.comms.models import Message
from digibank.donations.models import NUMBERS as DONATION_NUMBERS
from digibank.donations.models import OFFER_NUMBERS, Donation, Offer
from digibank.helpdesk.models import HANDOVER_NUMBERS, QUESTION_NUMBERS, Handover, Question
from digibank.inventory.models import DEVICE_NUMBERS, MEDIUM_NUMBERS, Device, StorageMedium
from digibank.lending.models import LOAN_NUMBERS, REQUEST_NUMBERS, Loan, Request
from digibank.logistics.models import TRANSFER_NUMBERS, Transfer
from digibank.numbers import Series
from digibank.people.models import NUMBERS as PERSON_NUMBERS
from digibank.people.models import Person
from digibank.refurbishment.models import NUMBERS as ERASURE_NUMBERS
from digibank.refurbishment.models import Erasure

MOST = 10


@dataclass(frozen=True)
class Kind:
    """A kind of record with a number: who may see which of them, and the page they have."""

    numbers: Series
    needs: Can
    rows: Callable[[User], QuerySet[Any]]
    page: str


# Devices and persons open at the desk itself; these have a page of their own.
KINDS = [
    Kind(LOAN_NUMBERS, Can.SEE_LOANS, lambda user: Loan.objects.visible_to(user, Can.SEE_LOANS), "lending:loan"),
    Kind(
        REQUEST_NUMBERS, Can.SEE_LOANS, lambda user: Request.objects.visible_to(user, Can.SEE_LOANS), "lending:request"
    ),
    Kind(
        DONATION_NUMBERS,
        Can.SEE_DONATIONS,
        lambda user: visible_to(Donation.objects.all(), user, Can.SEE_DONATIONS),
        "donations:donation",
    ),
    Kind(
        OFFER_NUMBERS,
        Can.SEE_DONATIONS,
        lambda user: Offer.objects.visible_to(user, Can.SEE_DONATIONS),
        "donations:offer",
    ),
    Kind(
        TRANSFER_NUMBERS,
        Can.MOVE_DEVICES,
        lambda user: Transfer.objects.visible_to(user, Can.MOVE_DEVICES),
        "logistics:transfer",
    ),
    Kind(
        APPOINTMENT_NUMBERS, Can.PLAN, lambda user: Appointment.objects.visible_to(user, Can.PLAN), "agenda:appointment"
    ),
    Kind(
        QUESTION_NUMBERS, Can.RECEIVE, lambda user: Question.objects.visible_to(user, Can.RECEIVE), "helpdesk:question"
    ),
    Kind(
        HANDOVER_NUMBERS,
        Can.FOLLOW_HANDOVERS,
        lambda user: Handover.objects.visible_to(user, Can.FOLLOW_HANDOVERS),
        "helpdesk:handover",
    ),
    Kind(
        MESSAGE_NUMBERS,
        Can.SEE_MESSAGES,
        lambda user: Message.objects.visible_to(user, Can.SEE_MESSAGES),
        "comms:message",
    ),
]

# What begins otherwise is no number of ours: many makers begin their serial numbers with two letters as well.
_OURS = [kind.numbers for kind in KINDS] + [DEVICE_NUMBERS, MEDIUM_NUMBERS, ERASURE_NUMBERS, PERSON_NUMBERS]
_LIKE_A_NUMBER = re.compile(rf"({'|'.join(series.prefix for series in _OURS)})[-\s]?\d[\d\s-]*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What fits the words, as far as the user may see it. `leads_to` is the page of a record found by its number."""

    text: str
    devices: list[Device] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    donations: list[Donation] = field(default_factory=list)
    leads_to: str = ""
    is_number: bool = False

    @property
    def device(self) -> Device | None:
        """The device, when it is the only thing that fits."""
        return self.devices[0] if len(self.devices) == 1 and not self.persons and not self.donations else None

    @property
    def person(self) -> Person | None:
        """The person, when nobody and nothing else fits."""
        return self.persons[0] if len(self.persons) == 1 and not self.devices and not self.donations else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing fits."""
        return not (self.devices or self.persons or self.donations or self.leads_to)


def find(text: str, user: User) -> Found:
    """Look for a number, else for words in names, telephone numbers, serial numbers, makers and donors."""
    text = text.strip()
    if _LIKE_A_NUMBER.fullmatch(text):
        return _by_number(text, user)
    given = visible_to(Donation.objects.matching(text), user, Can.SEE_DONATIONS).select_related("donor", "place")
    return Found(
        text,
        devices=list(_devices(user).matching(text)[:MOST]),
        persons=list(_persons(user).matching(text)[:MOST]),
        donations=list(given[:MOST]),
    )


def _by_number(text: str, user: User) -> Found:
    device, person = _device_with(text), PERSON_NUMBERS.key(text)
    if device is not None:
        return Found(text, devices=list(_devices(user).filter(device)), is_number=True)
    if person is not None:
        return Found(text, persons=list(_persons(user).filter(pk=person)), is_number=True)
    return Found(text, leads_to=_page_of(text, user), is_number=True)


def _device_with(text: str) -> Q | None:
    """The device with this number, with this medium in it, or to which this attestation of an erasure belongs."""
    if (device := DEVICE_NUMBERS.key(text)) is not None:
        return Q(pk=device)
    if (medium := MEDIUM_NUMBERS.key(text)) is not None:
        return Q(pk__in=StorageMedium.objects.filter(pk=medium).values("device"))
    if (erasure := ERASURE_NUMBERS.key(text)) is not None:
        return Q(pk__in=Erasure.objects.filter(pk=erasure).values("medium__device"))
    return None


def _page_of(text: str, user: User) -> str:
    """The page of the record with this number, or nothing: it is mistyped, unknown, or not this user's to see."""
    for kind in KINDS:
        key = kind.numbers.key(text)
        if key is not None and user.may(kind.needs) and kind.rows(user).filter(pk=key).exists():
            return reverse(kind.page, args=[key])
    return ""


def _devices(user: User) -> Any:
    return visible_to(Device.objects.select_related("device_class", "place"), user, Can.SEE_DEVICES)


def _persons(user: User) -> Any:
    return Person.objects.visible_to(user, Can.SEE_PEOPLE).select_related("home").prefetch_related("ways", "addresses")
