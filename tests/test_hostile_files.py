"""Every form that takes a file takes it for what it is, whatever its name and its declared type say."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import logged_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm, FileField
from django.test import Client
from django.urls import get_resolver, reverse

from digibank.accounts.lists import ListFileForm
from digibank.accounts.models import User
from digibank.files.models import Document
from digibank.inventory.forms import BringInForm, IntakeForm, ReportForm
from digibank.inventory.models import Device, HardwareReport, StorageMedium
from digibank.refurbishment.evidence.tests.drives import raw_of
from digibank.refurbishment.forms import DestructionForm, LogForm, ProofForm, RereadForm
from digibank.refurbishment.models import Erasure
from digibank.refurbishment.waste_forms import FactorsForm, HandOverForm, PaperForm
from digibank.sheets.forms import FileForm
from digibank.ui.specimen import SpecimenForm
from digibank.website.giving.questions import SendForm
from tests.examples import after
from tests.records import COORDINATOR, SECOND_TECHNICIAN, TECHNICIAN, Made


def zipped(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.json", content)
    return packed.getvalue()


ZIP_BOMB = zipped(b"0" * 20_000_000)
HOSTILE = {
    "nothing": b"",
    "space": b" \n\t",
    "zip bomb": ZIP_BOMB,
    "gzip bomb": gzip.compress(b"0" * 20_000_000),
    "zip behind JSON": b'{"id": "laptop"}' + ZIP_BOMB,
    "PDF": b"%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>\n\xff\n%%EOF",
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "page": b"<!doctype html><script>alert(1)</script>",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "page and JSON": b'{"id": "<script>alert(1)</script>"}<script>',
    "billion laughs": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    "entity from a file": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "deep JSON": b"[" * 100_000,
    "long number": b'{"size": ' + b"9" * 100_000 + b"}",
    "endless number": b'{"size": 1e999999}',
    "JSON of something else": b'{"hello": "world"}',
    "UTF-16": '{"id": "laptop"}'.encode("utf-16"),
    "program": b"\x7fELF\x02\x01\x01" + b"\0" * 64,
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "six megabytes": b'{"a": "' + b"x" * 6_000_000 + b'"}',
}


@dataclass(frozen=True)
class Upload:
    """A form that takes a file: where it is sent, what is typed beside it, and what a harmless file is called there.

    `takes` are names of hostile files that are what is asked for: such a paper is kept as it came, and shown apart.
    """

    form: type[BaseForm]
    field: str
    sent_to: str
    about: Callable[[Made], dict[str, int]]
    beside: Callable[[Made], dict[str, int]]
    name: str
    declared: str
    by: str = TECHNICIAN
    takes: frozenset[str] = frozenset()
    query: Callable[[Made], dict[str, str]] = lambda _made: {}

    def send(self, client: Client, made: Made, content: bytes) -> Any:
        """The answer to this file in this form."""
        address = reverse(self.sent_to, kwargs=self.about(made), query=self.query(made) or None)
        file = SimpleUploadedFile(self.name, content, self.declared)
        return client.post(address, {**self.beside(made), self.field: file})


def the_device(made: Made) -> dict[str, int]:
    return {"pk": made["device"].pk}


def a_new_device(made: Made) -> dict[str, int]:
    return {"device_class": made["device_class"].pk, "place": made["depot"].pk}


def nothing(made: Made) -> dict[str, int]:
    return {}


def about(name: str) -> Callable[[Made], dict[str, int]]:
    return lambda made: {"pk": made[name].pk}


def a_good_log(made: Made) -> dict[str, object]:
    return {"log": SimpleUploadedFile("nvme.txt", raw_of("nvme_block_done.txt"), "text/plain")}


def a_hand_over(made: Made) -> dict[str, object]:
    return {
        "disposals": [made["disposal"].pk], "recycler": made["recycler"].pk, "document_number": "IF-2026-0500",
        "collected_on": "23-11-2026",
    }  # fmt: skip


PDF, PICTURE = frozenset({"PDF"}), frozenset({"PDF", "PNG"})
UPLOADS = [
    Upload(ReportForm, "report", "inventory:read_in", the_device, nothing, "lshw.json", "application/json"),
    Upload(IntakeForm, "report", "inventory:intake", nothing, a_new_device, "lshw.json", "application/json"),
    Upload(LogForm, "log", "refurbishment:add_log", the_device, nothing, "nwipe.log", "text/plain"),
    Upload(ProofForm, "log", "refurbishment:add_proof", about("loose_medium"), nothing, "nvme.txt", "text/plain"),
    Upload(ProofForm, "sample", "refurbishment:add_proof", about("loose_medium"), a_good_log, "s.json", "text/plain"),
    Upload(
        RereadForm, "sample", "refurbishment:reread", about("erasure"), nothing, "sample.json", "application/json",
        by=SECOND_TECHNICIAN,
    ),
    Upload(
        DestructionForm, "certificate", "refurbishment:write_down_destruction", about("loose_medium"),
        lambda _made: {"way": "crushed"}, "certificate.pdf", "application/pdf", takes=PDF,
    ),
    Upload(
        HandOverForm, "paper", "refurbishment:hand_over", about("depot"), a_hand_over, "paper.pdf", "application/pdf",
        takes=PICTURE,
    ),
    Upload(
        PaperForm, "paper", "refurbishment:add_collection_document", about("collection"), nothing, "paper.pdf",
        "application/pdf", takes=PICTURE,
    ),
    Upload(
        FactorsForm, "file", "refurbishment:adopt_factors", nothing, nothing, "factors.json", "application/json",
        by=COORDINATOR,
    ),
    Upload(
        SendForm, "photo", "website:give_check", nothing, nothing, "photo.jpg", "image/jpeg",
        query=after("begun_contact"),
    ),
]  # fmt: skip
# Any text is a list of one column, whose rows are told one by one; what is no list at all is tried with its readers.
LISTS = {(FileForm, "file"), (ListFileForm, "file"), (BringInForm, "file")}
# Shows on the page of styles what a field for a file looks like; that page takes nothing.
LOOKS_ONLY = {(SpecimenForm, "photo")}


def test_every_form_that_takes_a_file_is_tried_here():
    get_resolver().url_patterns  # noqa: B018  with the addresses come all views, and with them their forms

    taking = {(form, field) for form in all_forms(BaseForm) for field in files_of(form)}

    assert taking - LOOKS_ONLY - LISTS == {(upload.form, upload.field) for upload in UPLOADS}


def all_forms(form: type[BaseForm]) -> Iterator[type[BaseForm]]:
    """Each form of ours that is loaded; not those that tests make for themselves."""
    for under in form.__subclasses__():
        yield from all_forms(under)
        if under.__module__.startswith("digibank.") and ".tests." not in under.__module__:
            yield under


def files_of(form: type[BaseForm]) -> list[str]:
    return [name for name, field in getattr(form, "base_fields", {}).items() if isinstance(field, FileField)]


@pytest.mark.django_db
@pytest.mark.rule("V-06")
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_of_it_is_kept(made, documents_folder):
    names = (TECHNICIAN, SECOND_TECHNICIAN, COORDINATOR)
    clients = {name: logged_in(User.objects.get(username=name)) for name in names}
    kept = everything_kept(documents_folder)

    wrong = {}
    for upload in UPLOADS:
        for what, content in HOSTILE.items():
            if what in upload.takes:
                continue
            answer = upload.send(clients[upload.by], made, content)
            refusals = [str(words) for words in _refusals(answer)]
            if answer.status_code != 422 or not refusals or not all(words.endswith(".") for words in refusals):
                wrong[upload.sent_to, upload.field, what] = (answer.status_code, refusals)

    assert wrong == {}
    assert everything_kept(documents_folder) == kept


def everything_kept(folder: Path) -> tuple[set[Path], list[int]]:
    """The stored files, and how many rows there are that a file could have brought."""
    brought = (Document, Device, StorageMedium, HardwareReport, Erasure)
    return set(folder.rglob("*")), [model.objects.count() for model in brought]


def _refusals(answer):
    forms = [
        value for layer in answer.context or [] for value in layer.dicts[-1].values() if isinstance(value, BaseForm)
    ]
    return {words for form in forms for errors in form.errors.values() for words in errors}
