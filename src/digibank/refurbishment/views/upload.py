"""The address where intake sticks bring their reports: machines come here, with a token and without a session."""

from hashlib import sha256

from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.uploads import read_upload
from digibank.inventory.forms import LARGEST_REPORT
from digibank.inventory.hardware import IntakeRun, read_intake
from digibank.refurbishment import actions
from digibank.refurbishment.models import IntakeReport, Station
from digibank.ui.limits import limited
from digibank.ui.marks import public


# No form is sent here and no cookie counts: what lets somebody in is a token that no browser adds by itself.
@csrf_exempt
@require_POST
@never_cache
@public
@limited(300, seconds=300)
def upload(request: HttpRequest) -> JsonResponse:
    """Take in one run of the intake stick: 201 the first time, 200 and the same answer when it comes again.

    A refusal is a sentence for whoever holds the stick: 401 token, 413 too large, 422 no report, 409 another run.
    """
    station = Station.objects.opened_by(_token_of(request))
    if station is None:
        return _no(401, _("This token does not open. Ask your coordinator for a new station file."))
    try:
        body = read_upload(request, limit_bytes=LARGEST_REPORT)
    except RuleBroken as no:
        return _no(413, no)
    except UnreadablePostError:
        return _no(400, _("The report stopped halfway. Send it again."))
    try:
        run = read_intake(body)
    except RuleBroken as no:
        return _no(422, no)
    try:
        kept, is_new = _keep(station, run, body)
    except RuleBroken as no:
        return _no(409, no)
    told = {"run": str(kept.run), "received_at": kept.received_at.isoformat()}
    return JsonResponse(told, status=201 if is_new else 200)


def _token_of(request: HttpRequest) -> str:
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind == "Bearer" else ""


def _keep(station: Station, run: IntakeRun, body: bytes) -> tuple[IntakeReport, bool]:
    """The document first, then its row. What is known already is neither stored nor changed."""
    earlier = IntakeReport.objects.select_related("station", "document").filter(run=run.run).first()
    if earlier:
        earlier.refuse_another(station, sha256(body).hexdigest())
        return earlier, False
    document = files.store(body, media_type="application/json", name="intake.json", by=station.actor)
    return actions.receive(station, run=run, document=document, by=station.actor)


def _no(status: int, why: object) -> JsonResponse:
    answer = JsonResponse({"error": str(why)}, status=status)
    if status == 401:  # noqa: PLR2004
        answer["WWW-Authenticate"] = "Bearer"
    return answer
