"""What pages about accounts share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def asked_for(request: HttpRequest) -> str:
    """The page that sent the visitor here, as it was told; not yet to be trusted."""
    return request.POST.get("next") or request.GET.get("next") or ""


def wanted_page(request: HttpRequest, otherwise: str = "desk:home") -> str:
    """The page that sent the visitor here, when it is one of ours; else another one."""
    wanted = asked_for(request)
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Without its slash a word such as "log_in" would be taken for the name of a page.
    return wanted if ours and "/" in wanted else resolve_url(otherwise)


def prove_first(then: str) -> HttpResponse:
    """To where one shows again who is there, and from there to `then`."""
    return redirect(reverse("accounts:prove", query={"next": then}))
