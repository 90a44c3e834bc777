from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from digibank.errors import RuleBroken
from digibank.files.uploads import CHUNK_BYTES, read_upload


class Stream:
    """Something that arrives in pieces, and remembers how much was asked of it."""

    def __init__(self, content):
        self.content, self.given = BytesIO(content), 0

    def read(self, size, /):
        piece = self.content.read(min(size, 7))
        self.given += len(piece)
        return piece


def test_an_upload_is_read_whole():
    content = b"x" * (2 * CHUNK_BYTES + 5)

    assert read_upload(SimpleUploadedFile("report", content), limit_bytes=len(content)) == content
    assert read_upload(Stream(content[:100]), limit_bytes=100) == content[:100]
    assert read_upload(Stream(b""), limit_bytes=0) == b""


def test_an_upload_that_says_it_is_too_large_is_not_read():
    upload = SimpleUploadedFile("report", b"x" * 2049)

    with pytest.raises(RuleBroken) as no, translation.override("en"):
        read_upload(upload, limit_bytes=2048, field="report")

    assert str(no.value) == "This file is larger than 2.0\xa0KB. Choose a smaller file."
    assert (no.value.field, upload.tell()) == ("report", 0)


def test_a_stream_is_refused_at_the_first_byte_too_many():
    stream = Stream(b"x" * 5000)

    with pytest.raises(RuleBroken):
        read_upload(stream, limit_bytes=1000)

    assert stream.given == 1001
