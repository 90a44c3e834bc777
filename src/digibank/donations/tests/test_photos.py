"""A donor's photo: drawn anew, or refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from digibank.donations.photos import LIMIT_BYTES, redrawn
from digibank.errors import RuleBroken

pytestmark = pytest.mark.once

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def a_picture(kind="JPEG", size=(40, 30), mode="RGB", **extra) -> bytes:
    drawn = BytesIO()
    Image.new(mode, size, "orange" if mode != "P" else 3).save(drawn, kind, **extra)
    return drawn.getvalue()


def a_png_bomb(side: int) -> bytes:
    """A few kilobytes that say they are a picture of side × side points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(redrawn(BytesIO(content))))


@pytest.mark.rule("D-11")
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"),
                                            ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGB")])  # fmt: skip
def test_pictures_of_three_types_become_jpeg(kind, mode):
    photo = opened(a_picture(kind, mode=mode))

    assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (40, 30))


@pytest.mark.rule("D-11")
def test_a_large_photo_is_made_smaller_and_a_small_one_stays():
    assert [opened(a_picture(size=size)).size for size in ((4000, 3000), (900, 4800), (800, 600))] == [
        (1600, 1200), (300, 1600), (800, 600),
    ]  # fmt: skip


@pytest.mark.rule("D-11")
def test_no_place_maker_or_comment_comes_along_and_the_photo_stands_upright():
    about = Image.Exif()
    about[ORIENTATION], about[MAKER] = 6, "TelefoonVanRoza"
    about.get_ifd(GPS)[1] = "N"
    told = a_picture(size=(40, 30), exif=about, comment=b"thuis bij Roza")

    kept = redrawn(BytesIO(told))

    assert b"Roza" in told
    assert b"Roza" not in kept
    assert (opened(told).size, dict(opened(told).getexif()), opened(told).info.get("comment")) == ((30, 40), {}, None)


@pytest.mark.rule("D-11")
@pytest.mark.parametrize("content", [
    b"", b"<svg onload=alert(1)>", b"%PDF-1.7", a_picture("GIF"), a_picture("BMP"), a_picture()[:200],
    a_png_bomb(30_000), a_png_bomb(8_000),
], ids=["empty", "svg", "pdf", "gif", "bmp", "cut off", "bomb", "small bomb"])  # fmt: skip
def test_what_is_no_photo_is_refused_with_a_sentence(content):
    with pytest.raises(RuleBroken, match="We cannot read this photo") as no:
        redrawn(BytesIO(content), field="photo")

    assert no.value.field == "photo"


@pytest.mark.rule("D-11")
def test_a_photo_that_is_too_large_is_refused():
    with pytest.raises(RuleBroken, match="larger than"):
        redrawn(BytesIO(b"\xff\xd8" + b"\0" * LIMIT_BYTES))


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP"]), at=st.integers(0, 5000), junk=st.binary(min_size=1, max_size=40))
def test_a_mangled_photo_is_drawn_or_refused(kind, at, junk):
    whole = a_picture(kind)
    where = at % len(whole)
    mangled = whole[:where] + junk + whole[where + len(junk) :]

    try:
        drawn = redrawn(BytesIO(mangled))
    except RuleBroken:
        return
    assert Image.open(BytesIO(drawn)).format == "JPEG"
