"""Sending a form: a repeated send is one act, and a refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from digibank.accounts.access import StaffRequest
from digibank.accounts.models import Post
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
    if request.method != "POST" or not form.is_valid():
        return None
    typed = dict(form.cleaned_data)
    key: UUID = typed.pop("once", None) or uuid4()
    led_to = _earlier(key, request)
    if led_to:
        return _see(led_to)
    try:
        with transaction.atomic():
            post = Post.objects.create(key=key, user=request.user, answer="")
            post.answer = resolve_url(then(action(typed)))  # type: ignore[arg-type]
            post.save(update_fields=["answer"])
    except RuleBroken as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return None
    except IntegrityError:
        led_to = _earlier(key, request)
        if not led_to:
            raise
        return _see(led_to)
    return _see(post.answer)


def status_of(form: forms.Form) -> int:
    """200 for a page that was opened, 422 for a form that comes back."""
    return 422 if form.is_bound else 200


def _see(url: str) -> HttpResponse:
    return HttpResponseRedirect(url, status=303)


def _earlier(key: UUID, request: StaffRequest) -> str:
    return Post.objects.filter(key=key, user=request.user).values_list("answer", flat=True).first() or ""
