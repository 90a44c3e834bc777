"""What a monitor and a load balancer ask. Strangers hear codes, never details."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from digibank.operation.figures import page_of_figures
from digibank.operation.readiness import missing
from digibank.ui.marks import public


@require_safe
@never_cache
@public
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; it touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
@public
def ready(request: HttpRequest) -> HttpResponse:
    """Whether requests may come here: 200, or 503 with the codes of what is missing."""
    lacks = missing()
    return JsonResponse({"ready": not lacks, "missing": lacks}, status=503 if lacks else 200)


@require_safe
@never_cache
@public
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for a monitor that knows the token of the settings; for all others there is no such page."""
    told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(told, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(page_of_figures(), content_type=CONTENT_TYPE_LATEST)
