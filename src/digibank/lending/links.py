"""The address on which somebody sees the own place on the waiting list.

It is signed with 256 bits, so that nobody guesses one, and we keep it nowhere.
"""

from django.core import signing

from digibank.lending.models import Request

SALT = "lending.place"


def link_of(request: Request) -> str:
    """What stands in the address. Whoever has it sees the place, never whose it is."""
    return signing.Signer(salt=SALT).sign(str(request.pk))


def request_of(link: str) -> Request | None:
    """The request with this link; None when it is not ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(link)
    except signing.BadSignature:
        return None
    rows = Request.objects.select_related("person", "device_class", "desk__organisation")
    return rows.filter(pk=int(key)).first()
