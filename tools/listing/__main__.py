"""`python -m listing KIND ROWS ROUNDS USER`: the medians as JSON. Each round is another file."""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import django
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  after the site is there
from django.urls import reverse  # noqa: E402

from digibank.audit.actions import job_actor  # noqa: E402
from digibank.donations import actions as donations  # noqa: E402
from digibank.donations.lists import plans_of  # noqa: E402
from digibank.donations.models import Offer  # noqa: E402
from digibank.inventory.lists import plans_at  # noqa: E402
from digibank.inventory.models import Device, DeviceClass  # noqa: E402
from digibank.organisations.models import Place  # noqa: E402

type Answer = Any  # What the test client answers has no name of its own.


class OfferLists:
    """Lists of what is offered, each for an offer of its own."""

    def __init__(self) -> None:
        example = Offer.objects.filter(donor__is_legal_person=True).latest("pk")
        self.offer = donations.announce(example.depot, donor=example.donor, channel="website", by=job_actor("bench"))

    def send(self, client: Client, file: SimpleUploadedFile) -> Answer:
        """The page of the offer takes the file."""
        return client.post(reverse("donations:send_list", args=[self.offer.pk]), {"file": file}, follow=True)

    def take_in(self, client: Client) -> Answer:
        """What was shown comes in."""
        plan = plans_of(self.offer).get()
        address = reverse("donations:take_in_list", args=[self.offer.pk, plan.pk])
        return client.post(address, {"seen": plan.digest}, follow=True)

    def count(self) -> int:
        """How many rows came in."""
        return self.offer.items.count()


class InventoryLists:
    """Inventories for the depot."""

    def __init__(self) -> None:
        self.depot = Place.objects.filter(kind=Place.Kind.DEPOT).earliest("pk")
        self.before = Device.objects.count()

    def send(self, client: Client, file: SimpleUploadedFile) -> Answer:
        """The page of inventories takes the file."""
        sent = {"file": file, "place": self.depot.pk}
        return client.post(reverse("inventory:send_inventory"), sent, follow=True)

    def take_in(self, client: Client) -> Answer:
        """What was shown comes in."""
        plan = plans_at(frozenset({self.depot.organisation_id}))[0]
        return client.post(reverse("inventory:take_in_inventory", args=[plan.pk]), {"seen": plan.digest}, follow=True)

    def count(self) -> int:
        """How many rows came in."""
        return Device.objects.count() - self.before


KINDS: dict[str, type[OfferLists | InventoryLists]] = {"offer": OfferLists, "inventory": InventoryLists}


def main(kind: str, rows: int, rounds: int, user: str) -> None:
    """Read the file barely, send it to its page, and take it in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get_by_natural_key(user))
    seconds: dict[str, list[float]] = {"bare": [], "preview": [], "taken": []}
    for number in range(rounds + 1):
        lists, content = KINDS[kind](), _list(rows, number)
        bare = _timed(partial(_read, content))
        preview = _timed(partial(_send, lists, client, content))
        taken = _timed(partial(_take_in, lists, client, rows))
        if number:  # The first round warms up and does not count.
            for name, value in zip(seconds, (bare, preview, taken), strict=True):
                seconds[name].append(value)
    print(json.dumps({name: statistics.median(values) for name, values in seconds.items()}))


def _list(rows: int, number: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Soort", "Merk", "Model", "Serienummer", "Jaar", "Toebehoren"])
    word = DeviceClass.objects.filter(shape="laptop").earliest("pk").name
    for row in range(rows):
        sheet.append([word, "Dell", "Latitude 5490", f"R{number}S{row:06X}", 2021, "lader"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _read(content: bytes) -> list[object]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows())


def _send(lists: OfferLists | InventoryLists, client: Client, content: bytes) -> None:
    _is_fine(lists.send(client, SimpleUploadedFile("list.xlsx", content)), "Latitude")


def _take_in(lists: OfferLists | InventoryLists, client: Client, rows: int) -> None:
    _is_fine(lists.take_in(client), str(rows))
    if lists.count() != rows:
        raise RuntimeError(f"{lists.count()} of {rows} rows came in.")


def _is_fine(answer: Answer, words: str) -> None:
    if answer.status_code != 200 or words not in answer.content.decode():
        raise RuntimeError(f"The page answers {answer.status_code}, or without {words}.")


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
