"""What every page shows at a shared computer: who is here, where, and how to lock."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from digibank.badges.session import idle_seconds

WARN = 30  # Seconds before the screen locks itself.


def counter(request: HttpRequest) -> dict[str, object]:
    """The bar of the counter, by the templates of ui; with a badge there is no account to keep."""
    at = getattr(request, "counter", None)
    if at is None:
        return {"badge_url": reverse("badges:own")}
    lock = reverse("badges:lock")
    bar = {
        "name": at.user.full_name.split()[0],
        "computer": at.computer.name,
        "idle": idle_seconds(),
        "warn": WARN,
        "seconds": format_html("<b data-seconds>{}</b>", WARN),
        "gone": idle_seconds() + 2 * WARN,
        "lock_url": lock,
        "here_url": reverse("badges:still_here"),
        "scan_url": reverse("badges:counter"),
    }
    if at.badge is None:
        return {"counter": bar, "log_out_url": lock, "badge_url": reverse("badges:own")}
    return {"counter": bar, "log_out_url": lock, "account_url": ""}
