"""`python -m listing ROWS ROUNDS USER`: the medians as JSON. Each round is another file for another offer."""

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  after the site is there
from django.urls import reverse  # noqa: E402

from digibank.audit.actions import job_actor  # noqa: E402
from digibank.donations import actions  # noqa: E402
from digibank.donations.lists import plans_of  # noqa: E402
from digibank.donations.models import Offer  # noqa: E402


def main(rows: int, rounds: int, user: str) -> None:
    """Read the file barely, send it to the page of an offer, and take it in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model().objects.get_by_natural_key(user))
    seconds: dict[str, list[float]] = {"bare": [], "preview": [], "taken": []}
    for number in range(rounds + 1):
        offer, content = _offer(), _list(rows, number)
        bare = _timed(partial(_read, content))
        preview = _timed(partial(_send, client, offer, content))
        taken = _timed(partial(_take_in, client, offer, rows))
        if number:  # The first round warms up and does not count.
            for name, value in zip(seconds, (bare, preview, taken), strict=True):
                seconds[name].append(value)
    print(json.dumps({name: statistics.median(values) for name, values in seconds.items()}))


def _offer() -> Offer:
    example = Offer.objects.filter(donor__is_legal_person=True).latest("pk")
    return actions.announce(example.depot, donor=example.donor, channel="website", by=job_actor("bench"))


def _list(rows: int, number: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Soort", "Merk", "Model", "Serienummer", "Werkt het?", "Jaar", "Opmerkingen"])
    for row in range(rows):
        sheet.append(["Laptop", "Dell", "Latitude 5490", f"R{number}S{row:06X}", "ja", 2021, "met lader"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _read(content: bytes) -> list[object]:
    return list(CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows())


def _send(client: Client, offer: Offer, content: bytes) -> None:
    sent = SimpleUploadedFile("list.xlsx", content)
    answer = client.post(reverse("donations:send_list", args=[offer.pk]), {"file": sent}, follow=True)
    _is_fine(answer.status_code, answer.content.decode(), "Latitude")


def _take_in(client: Client, offer: Offer, rows: int) -> None:
    plan = plans_of(offer).get()
    address = reverse("donations:take_in_list", args=[offer.pk, plan.pk])
    answer = client.post(address, {"seen": plan.digest}, follow=True)
    _is_fine(answer.status_code, answer.content.decode(), str(rows))
    if offer.items.count() != rows:
        raise RuntimeError(f"{offer.items.count()} of {rows} rows came in.")


def _is_fine(status: int, page: str, words: str) -> None:
    if status != 200 or words not in page:
        raise RuntimeError(f"The page answers {status}, or without {words}.")


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
