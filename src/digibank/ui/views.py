"""The living style page, and the choice of a look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from digibank.ui import specimen
from digibank.ui.limits import limited
from digibank.ui.look import KEYS_COOKIE, THEME_COOKIE, THEMES, YEAR
from digibank.ui.marks import public


@require_safe
@public
def style(request: HttpRequest) -> HttpResponse:
    """Every token and component of staff pages, to look at and to test."""
    return render(request, "ui/style.html", specimen.staff_page())


@require_safe
@public
def style_resident(request: HttpRequest) -> HttpResponse:
    """The parts of resident pages."""
    return render(request, "ui/style_resident.html", specimen.resident_page())


@require_POST
@public
@limited(240, seconds=60)
def look(request: HttpRequest) -> HttpResponse:
    """Remember how this person wants the pages to look, and go back."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    answer = HttpResponseRedirect(back, status=303)
    theme, keys = request.POST.get("theme"), request.POST.get("keys")
    if theme in THEMES:
        answer.set_cookie(THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    if keys in ("on", "off"):
        answer.set_cookie(KEYS_COOKIE, keys, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
