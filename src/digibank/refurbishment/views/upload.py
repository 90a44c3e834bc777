"""The address where intake sticks bring their reports: machines come here, with a token and without a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.uploads import read_upload
from digibank.inventory.forms import LARGEST_REPORT
from digibank.inventory.hardware import IntakeRun, read_intake
from digibank.refurbishment import actions
from digibank.refurbishment.models import IntakeReport, Station
from digibank.ui.limits import limited
from digibank.ui.marks import public

HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 405: {"Allow": "POST"}}


class NotTaken(Exception):
    """Why a report is not taken in: the status for the stick, and a sentence for whoever holds it."""

    def __init__(self, status: int, sentence: object) -> None:
        super().__init__(status)
        self.status, self.sentence = status, str(sentence)


# No form is sent here and no cookie counts: what lets somebody in is a token that no browser adds by itself.
@csrf_exempt
@never_cache
@public
@limited(300, seconds=300)
def upload(request: HttpRequest) -> JsonResponse:
    """Take in one run of the intake stick: 201 the first time, 200 and the same answer when it comes again.

    A refusal is a sentence for whoever holds the stick: 401 token, 413 too large, 422 no report, 409 another run.
    """
    try:
        kept, is_new = _take_in(request)
    except NotTaken as no:
        return JsonResponse({"error": no.sentence}, status=no.status, headers=HEADERS.get(no.status))
    told = {"run": str(kept.run), "received_at": kept.received_at.isoformat()}
    return JsonResponse(told, status=201 if is_new else 200)


def _take_in(request: HttpRequest) -> tuple[IntakeReport, bool]:
    """The report as it is kept, and whether it is new. Who has no token is answered before a byte is read."""
    if request.method != "POST":
        raise NotTaken(405, _("Intake sticks bring their reports here. There is nothing to see."))
    station = Station.objects.opened_by(_token_of(request))
    if station is None:
        raise NotTaken(401, _("This token does not open. Ask your coordinator for a new station file."))
    with _refusing(413):
        body = _body_of(request)
    with _refusing(422):
        run = read_intake(body)
    with _refusing(409):
        return _keep(station, run, body)


@contextmanager
def _refusing(status: int) -> Iterator[None]:
    try:
        yield
    except RuleBroken as no:
        raise NotTaken(status, no) from no


def _token_of(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else ""


def _body_of(request: HttpRequest) -> bytes:
    try:
        return read_upload(request, limit_bytes=LARGEST_REPORT)
    except UnreadablePostError as broken:
        raise NotTaken(400, _("The report stopped halfway. Send it again.")) from broken


def _keep(station: Station, run: IntakeRun, body: bytes) -> tuple[IntakeReport, bool]:
    """The document first, then its row. What is known already is neither stored nor changed."""
    earlier = IntakeReport.objects.select_related("station", "document").filter(run=run.run).first()
    if earlier:
        earlier.refuse_another(station, sha256(body).hexdigest())
        return earlier, False
    document = files.store(body, media_type="application/json", name="intake.json", by=station.actor)
    return actions.receive(station, run=run, document=document, by=station.actor)
