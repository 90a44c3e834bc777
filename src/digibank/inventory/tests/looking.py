"""What tests look at after an act on a device: the trail, the refusal, the media, what was kept, the page."""

import io

import pytest
from django.urls import reverse

from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory.models import HardwareReport, StorageMedium

FOUND_AFTERWARDS = (
    "Storage turned up that was not on the list, and this device counts as erased. Set it apart and call the workshop."
)


def verbs(*subjects) -> list[str]:
    return [event.verb for event in Event.objects.about(*subjects)]


def refusal(act) -> tuple[str, str | None]:
    """The sentence and the field of a refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return str(refused.value), refused.value.field


def media_of(device) -> list[tuple[str, str, str]]:
    return [(medium.kind, medium.serial, medium.state) for medium in device.media.all()]


def kept() -> tuple[int, int, int]:
    return Document.objects.count(), HardwareReport.objects.count(), StorageMedium.objects.count()


def url(name, key=None) -> str:
    return reverse(f"inventory:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "report.json"
    return file
