"""A body that is too big is refused before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

type Answer = Callable[[HttpRequest], HttpResponseBase]


def refuse_big_bodies(answer: Answer) -> Answer:
    """Middleware: what is announced as more than DATA_UPLOAD_MAX_MEMORY_SIZE bytes gets status 413 and a page.

    Stands before all that looks into the body. A body that comes in chunks announces no length: Django takes it
    for empty and reads nothing of it.
    """

    def refuse_or_answer(request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdecimal() and int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return render(request, "413.html", status=413)
        return answer(request)

    return refuse_or_answer
