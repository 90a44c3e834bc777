"""The one door to records: what a user may see, and which right a page needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.errors import RuleBroken


class StaffRequest(HttpRequest):
    """A request of which the page knows that a colleague makes it."""

    user: User


class StaffPage[**P](Protocol):
    """A view that has stated the right it needs."""

    needs: Can | None

    def __call__(self, request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        """Answer the request."""


def needs[**P](
    can: Can,
) -> Callable[[Callable[Concatenate[StaffRequest, P], HttpResponse]], StaffPage[P]]:
    """State the right a page needs. Who is not logged in is asked to; who lacks the right is refused.

    Who has it with a second factor only is led to the page that asks for one, and comes back from there.
    """

    def decorate(view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> StaffPage[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.may(can):
                if request.user.would_may(can):
                    return redirect_to_login(request.get_full_path(), resolve_url("accounts:second_lock"))
                raise PermissionDenied
            return view(cast(StaffRequest, request), *args, **kwargs)

        guarded.needs = can  # type: ignore[attr-defined]
        return cast(StaffPage[P], guarded)

    return decorate


def for_oneself[**P](view: Callable[Concatenate[StaffRequest, P], HttpResponse]) -> StaffPage[P]:
    """A page about one's own account: for each colleague who is logged in, whatever the role, and kept nowhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        answer = view(cast(StaffRequest, request), *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    guarded.needs = None  # type: ignore[attr-defined]
    return cast(StaffPage[P], guarded)


def visible_to[Row: models.Model](rows: models.QuerySet[Row], user: User, can: Can) -> models.QuerySet[Row]:
    """Those of `rows` that belong to an organisation where the user has this right.

    The model says in `scope_path` how a row reaches its organisation; a model that is public says why instead.
    """
    path = cast(Any, rows.model).scope_path
    inside = rows.filter(**{f"{path}__in": user.reach[can]})
    return inside.distinct() if "memberships" in path else inside


def get_permitted[Row: models.Model](rows: models.QuerySet[Row], request: StaffRequest, can: Can, **lookup: Any) -> Row:
    """The one row that fits, or 404: also when it exists but is not this user's to see."""
    try:
        return visible_to(rows, request.user, can).get(**lookup)
    except ObjectDoesNotExist:
        raise Http404 from None


def answer_for(request: StaffRequest, colleague: User, can: Can) -> None:
    """Refuse what would let one come in as this colleague, who also works where one has no say (policy S-10)."""
    if not colleague.works_only_at(request.user.reach[can]):
        raise RuleBroken(_("This colleague also works for another association. One of the two ends that role first."))
