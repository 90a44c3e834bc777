"""When a page breaks: which page says so. None of them asks anything of the database."""

import errno
import logging
import sqlite3
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.logs import causes
from digibank.files.models import DamagedDocument
from digibank.files.storage import StoreAway

logger = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_OF_POSTGRESQL = "53100"
FULL_OF_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
SECONDS_TO_WAIT = "30"


def broken(_request: HttpRequest) -> HttpResponse:
    """Django's handler of faults: the page that goes with the fault that is being handled now."""
    faults = list(causes(sys.exception()))
    template, status = _page_for(faults)
    for fault in faults:
        if isinstance(fault, DamagedDocument):  # The log leaves out the words of a fault; the operator needs these.
            logger.error("%s", fault)
    answer = HttpResponse(render_to_string(template), status=status)
    answer["Cache-Control"] = "private, no-store"
    if status != 500:  # noqa: PLR2004
        answer["Retry-After"] = SECONDS_TO_WAIT
    return answer


def _page_for(faults: list[BaseException]) -> tuple[str, int]:
    if any(isinstance(fault, DamagedDocument) for fault in faults):
        return "damaged.html", 500
    if any(_is_full(fault) for fault in faults):
        return "507.html", 507
    if any(isinstance(fault, OperationalError | InterfaceError | StoreAway) for fault in faults):
        return "503.html", 503
    return "500.html", 500


def _is_full(fault: BaseException) -> bool:
    return (
        (isinstance(fault, OSError) and fault.errno in FULL)
        or getattr(fault, "sqlstate", None) == FULL_OF_POSTGRESQL
        or getattr(fault, "sqlite_errorcode", None) in FULL_OF_SQLITE
    )
