"""A donor's photo is drawn anew: smaller, and without anything that says where or with what it was taken."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from digibank.errors import RuleBroken
from digibank.files.uploads import Upload, read_upload

LIMIT_BYTES = 10 * 1000 * 1000
LONGEST_SIDE = 1600
# What a picture may say it holds: where Pillow warns as well. A good telephone makes 50 million points.
MOST_TOLD = 89_478_485
# And once it is unpacked: 40 million points take 120 MB. A JPEG is unpacked at a part of its size, so that it fits.
MOST_POINTS = 40_000_000
QUALITY = 82
MEDIA_TYPE = "image/jpeg"
# Pillow reads many formats and complains in many ways; each of these means: this is no picture for us.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    ArithmeticError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def redrawn(upload: Upload, *, field: str | None = None) -> bytes:
    """The photo as JPEG, upright, at most 1600 points wide or high, without what else stood in the file (policy D-11).

    What it is follows from its bytes, never from its name. Raises RuleBroken for a file that is too large, no JPEG, PNG
    or WebP, broken, or made to fill the memory.
    """
    content = read_upload(upload, limit_bytes=LIMIT_BYTES, field=field)
    try:
        return _drawn(content)
    except UNREADABLE as error:
        raise RuleBroken(
            _("We cannot read this photo. Choose a photo of the type JPEG, PNG or WebP, or go on without."), field=field
        ) from error


def _drawn(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"]) as found:
        if found.width * found.height > MOST_TOLD:
            raise ValueError("says it holds too many points")
        # A JPEG is unpacked at a part of its size when that is enough.
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        if found.width * found.height > MOST_POINTS:
            raise ValueError("too many points")
        upright = ImageOps.exif_transpose(found)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        solid = upright.convert("RGBA")
    # On a new sheet: nothing that the file told comes along, no place, no maker, no name.
    sheet = Image.new("RGB", solid.size, "white")
    sheet.paste(solid, mask=solid)
    drawn = BytesIO()
    sheet.save(drawn, "JPEG", quality=QUALITY, optimize=True)
    return drawn.getvalue()
