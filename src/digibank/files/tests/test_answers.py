import pytest

from digibank.files.answers import document_response
from digibank.files.tests.factories import a_document

pytestmark = pytest.mark.django_db


def headers_of(answer):
    return {name: value for name, value in answer.items() if name != "Content-Length"}


def test_a_pdf_is_shown_and_nothing_of_it_stays_in_the_browser():
    document = a_document(b"%PDF-1.7", media_type="application/pdf", name="contract.pdf")

    answer = document_response(document)

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    assert headers_of(answer) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'inline; filename="contract.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }


def test_text_is_read_as_utf_8():
    assert document_response(a_document())["Content-Type"] == "text/plain; charset=utf-8"


def test_a_document_is_kept_as_a_file_when_asked():
    answer = document_response(a_document(), download=True)

    assert answer["Content-Disposition"] == 'attachment; filename="hardware-report.txt"'


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xml"])
def test_what_could_act_in_our_name_is_never_shown(media_type):
    document = a_document(b"<script>", media_type=media_type, name="page.html")

    assert document_response(document)["Content-Disposition"] == 'attachment; filename="page.html"'
