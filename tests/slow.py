"""Our application, but slow in answering who asks for it: to stop a server while a request is under way."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from config.wsgi import application as ours

SECONDS = 1.5
ASKED = "slowly"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says in the folder that it began, waits, and answers as always."""
    if environ["QUERY_STRING"] == ASKED:
        (Path(os.environ["DIGIBANK_VAR"]) / "began").touch()
        time.sleep(SECONDS)
    return ours(environ, start_response)
