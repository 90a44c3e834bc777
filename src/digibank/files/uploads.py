"""Reading what arrives, up to a limit."""

from io import BytesIO
from typing import Protocol

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

CHUNK_BYTES = 64 * 1024


class Upload(Protocol):
    """A file of a form, or a request whose body is the file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


def read_upload(upload: Upload, *, limit_bytes: int, field: str | None = None) -> bytes:
    """All bytes of `upload`, of which never more than one beyond the limit is held in memory.

    Raises RuleBroken, at form field `field`, when there are more than `limit_bytes`.
    """
    size = getattr(upload, "size", None)
    if size is not None and size > limit_bytes:
        raise _too_large(limit_bytes, field)
    content = BytesIO()
    while chunk := upload.read(min(CHUNK_BYTES, limit_bytes + 1 - content.tell())):
        content.write(chunk)
        if content.tell() > limit_bytes:
            raise _too_large(limit_bytes, field)
    return content.getvalue()


def _too_large(limit_bytes: int, field: str | None) -> RuleBroken:
    sentence = _("This file is larger than %(limit)s. Choose a smaller file.")
    return RuleBroken(sentence % {"limit": filesizeformat(limit_bytes)}, field=field)
