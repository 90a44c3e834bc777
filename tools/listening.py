"""Where our server listens and with how many processes; docs/reference/settings.md is made from this list as well."""

import os
from typing import NamedTuple


class Listening(NamedTuple):
    """One environment variable of the server: its name, what it is when not set, and what it is for."""

    name: str
    default: str
    purpose: str

    @property
    def value(self) -> str:
        """What it is on this machine."""
        return os.environ.get(self.name, self.default)


ADDRESS = Listening(
    "DIGIBANK_ADDRESS", "127.0.0.1", "Address that serve listens on; 0.0.0.0 is every network of this machine."
)
PORT = Listening("DIGIBANK_PORT", "8000", "Port that serve and demo listen on.")
PROCESSES = Listening("DIGIBANK_PROCESSES", "2", "Processes that serve answers with; about one for each core.")
VARIABLES = [ADDRESS, PORT, PROCESSES]
