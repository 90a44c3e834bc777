"""What each answer tells the browser, besides Django's own headers and the content policy of the settings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

type Answer = Callable[[HttpRequest], HttpResponseBase]

# A phone reads a label with its camera. Nothing else of a device is asked for, by us or by what is put into our page.
OFF = (
    "accelerometer", "autoplay", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join(["camera=(self)", *(f"{feature}=()" for feature in OFF)])


def add_headers(answer: Answer) -> Answer:
    """Middleware, the outermost: no powers, no use by other sites, and nothing personal kept or listed by others."""

    def answer_with_headers(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_for_one(response):
            # A desk's computer is shared: after log-out the back button shows nothing.
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response

    return answer_with_headers


def _is_for_one(response: HttpResponseBase) -> bool:
    """Whether who asks changes the answer: a session was read, or a form carries this browser's own token."""
    return "cookie" in response.headers.get("Vary", "").lower()
