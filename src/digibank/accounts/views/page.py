"""What pages about accounts share."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
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
    return wanted if ours else resolve_url(otherwise)
