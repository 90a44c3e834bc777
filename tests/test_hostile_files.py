"""Every form that takes a file takes it for what it is, whatever its name and its declared type say."""

import gzip
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from digibank.accounts.models import User
from digibank.files.models import Document
from tests.records import TECHNICIAN, build

pytestmark = pytest.mark.django_db


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
# The form, its field, and what a harmless file is called there.
FORMS = [
    ("inventory:read_in", "report", "lshw.json", "application/json"),
    ("refurbishment:add_log", "log", "nwipe.log", "text/plain"),
    ("refurbishment:add_proof", "log", "nvme.txt", "text/plain"),
]
# The form about one medium, where the others are about a device.
OF_A_MEDIUM = ("refurbishment:add_proof",)


@pytest.mark.rule("V-06")
def test_a_hostile_file_is_refused_in_a_sentence_and_nothing_of_it_is_kept(documents_folder):
    made = build()
    client = Client()
    client.force_login(User.objects.get(username=TECHNICIAN))
    kept = set(documents_folder.rglob("*"))
    documents = Document.objects.count()

    wrong = {}
    for form, field, name, declared in FORMS:
        address = reverse(form, kwargs={"pk": made["medium" if form in OF_A_MEDIUM else "device"].pk})
        for what, content in HOSTILE.items():
            answer = client.post(address, {field: SimpleUploadedFile(name, content, declared)})
            refusals = [str(words) for words in _refusals(answer)]
            if answer.status_code != 422 or not refusals or not all(words.endswith(".") for words in refusals):
                wrong[form, what] = (answer.status_code, refusals)

    assert wrong == {}
    assert (Document.objects.count(), set(documents_folder.rglob("*"))) == (documents, kept)


def _refusals(answer):
    forms = [
        value for layer in answer.context or [] for value in layer.dicts[-1].values() if isinstance(value, BaseForm)
    ]
    return {words for form in forms for errors in form.errors.values() for words in errors}
