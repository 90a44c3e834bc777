"""Text messages: what we ask of whoever sends them, and the one that writes them to files.

There is no provider on the network yet. A real one is one class with `send`, and a line in PROVIDERS; the setting
DIGIBANK_SMS names the one in use.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class SmsRefused(Exception):
    """The provider did not take the message and never will, such as for a number that does not exist."""


class SmsProvider(Protocol):
    """All that we ask of one that sends text messages."""

    def send(self, number: str, text: str, key: UUID) -> None:
        """Send `text` to `number` (such as +32470000000). `key` is the same for the same message.

        Raises SmsRefused when it surely did not go; any other error means that nobody knows.
        """


class Files:
    """The twin of a provider, for trials and the demo: one file for each text message, written in one step."""

    def __init__(self) -> None:
        self.folder = Path(settings.SMS_FOLDER)

    def send(self, number: str, text: str, key: UUID) -> None:
        """Write the message to a file named by its key, so that the same message stands there once."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.folder / f"{key}.part"
        unfinished.write_text(json.dumps({"number": number, "text": text}, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(self.folder / f"{key}.json")


PROVIDERS: dict[str, Callable[[], SmsProvider]] = {"files": Files}


def provider() -> SmsProvider:
    """The one that the settings choose."""
    if settings.SMS not in PROVIDERS:
        raise ImproperlyConfigured(f"DIGIBANK_SMS is {settings.SMS!r}; choose one of: {', '.join(PROVIDERS)}.")
    return PROVIDERS[settings.SMS]()
