"""Sending a form: a repeated send is one act, and a refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from digibank.accounts.access import StaffRequest
from digibank.accounts.models import Post, User
from digibank.errors import RuleBroken

type Typed = dict[str, Any]


class ActForm(forms.Form):
    """A form that leads to an act. Carries a key, made when the page is shown."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


def act[T](
    request: StaffRequest, form: forms.Form, action: Callable[[Typed], T], then: Callable[[T], object]
) -> HttpResponse | None:
    """Do `action` with what was typed and answer with a redirect to `then(result)`.

    None when there is nothing to do: the page was only opened, the form is not filled in well, or a rule says no.
    A refusal is put on the form, for the page to show again with `status_of(form)`. When the same page is sent
    twice (double click, back button, reload), the second send leads where the first one led, and nothing is done again.
    """
    return _act(request, form, action, then, user=request.user)


def act_for_anyone[T](
    request: HttpRequest, form: forms.Form, action: Callable[[Typed], T], then: Callable[[T], object]
) -> HttpResponse | None:
    """The same for a page that everybody may send: whoever sends it, the key makes it one act.

    So the key has to be of this one sender: let no shared cache keep the page that carries it.
    """
    return _act(request, form, action, then, user=None)


def status_of(form: forms.Form) -> int:
    """200 for a page that was opened, 422 for a form that comes back."""
    return 422 if form.is_bound else 200


def _act[T](
    request: HttpRequest,
    form: forms.Form,
    action: Callable[[Typed], T],
    then: Callable[[T], object],
    *,
    user: User | None,
) -> HttpResponse | None:
    if request.method != "POST" or not form.is_bound:
        return None
    is_valid = form.is_valid()
    typed = dict(form.cleaned_data)
    # Several forms on one page share its key: what is sent to another address is another act.
    key = uuid5(typed.pop("once", None) or uuid4(), request.path)
    try:
        # First look back: what was done already may be invalid now because it was done, as with the last place.
        led_to = _earlier(key, user)
        if not led_to and is_valid:
            led_to = _first(key, user, lambda: then(action(typed)))
    except RuleBroken as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return None
    return HttpResponseRedirect(led_to, status=303) if led_to else None


def _earlier(key: UUID, user: User | None) -> str:
    """Where the same page led when it was sent before; empty when it was not."""
    post = Post.objects.filter(key=key).first()
    if post and post.user_id != (user.pk if user else None):
        raise RuleBroken(_("A colleague sent this page already. Open it again before you send it."))
    return post.answer if post else ""


def _first(key: UUID, user: User | None, do: Callable[[], object]) -> str:
    """Do it, and where it leads. Of two sends at the same moment, one does it and the other waits for it here."""
    try:
        with transaction.atomic():
            post = Post.objects.create(key=key, user=user, answer="")
            post.answer = resolve_url(do())  # type: ignore[arg-type]
            post.save(update_fields=["answer"])
    except IntegrityError:
        led_to = _earlier(key, user)
        if not led_to:
            raise
        return led_to
    return post.answer
