"""Documents on paper, read back from the PDF."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from digibank.ui.printing import pdf

pytestmark = pytest.mark.once
MILLIMETRE = 72 / 25.4


def letter() -> PdfReader:
    context = {
        "service": "Wilgerdonk",
        "sender": ["Uitleendienst Wilgerdonk", "Kerkplein 2"],
        "recipient": ["Aan de aanvrager", "Lindelaan 14 bus 2", "2999 Wilgerdonk"],
        "date": date(2026, 11, 24),
        "reference": "Aanvraag AV-01204-9",
    }
    return PdfReader(BytesIO(pdf("ui/documents/letter.html", context)))


def place_of(words: str, document: PdfReader) -> tuple[float, float]:
    """Where these words begin on the first sheet: millimetres from the left and from the top."""
    found = []

    def note(text, cm, tm, _font, _size) -> None:
        if text.strip().startswith(words):
            found.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]))

    page = document.pages[0]
    page.extract_text(visitor_text=note)
    left, bottom = found[0]
    return left / MILLIMETRE, (float(page.mediabox.height) - bottom) / MILLIMETRE


def test_a_letter_is_one_sheet_of_a4_that_readers_can_follow():
    document = letter()

    width, height = (float(side) / MILLIMETRE for side in document.pages[0].mediabox[2:])
    assert (len(document.pages), round(width), round(height)) == (1, 210, 297)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "en"


def test_a_letter_carries_its_words():
    text = letter().pages[0].extract_text()

    expected = ["Uitleendienst Wilgerdonk", "Lindelaan 14 bus 2", "Tuesday 24 November 2026", "Sheet 1 of 1"]
    assert [words for words in expected if words not in text] == []


def test_the_address_stands_in_the_window_of_the_envelope():
    left, top = place_of("Aan de aanvrager", letter())

    assert 110 < left < 110 + 85
    assert 48 < top < 48 + 36


def test_a_label_is_62_by_29_millimetres_one_for_each_device():
    one = {"code": "DB-004217-7", "scan": "DB-004217-7", "words": "Laptop", "owner": "KINA"}

    document = PdfReader(BytesIO(pdf("ui/documents/label.html", {"labels": [one, {**one, "code": "DB-004218-9"}]})))

    sizes = [tuple(round(float(side) / MILLIMETRE) for side in page.mediabox[2:]) for page in document.pages]
    assert sizes == [(62, 29), (62, 29)]
    assert "DB-004218-9" in document.pages[1].extract_text()


def test_a_contract_gives_its_facts_in_order_and_a_line_for_each_signature():
    context = {
        "service": "Wilgerdonk",
        "date": date(2026, 11, 24),
        "reference": "UL-00947-2",
        "facts": [("Device", "Laptop"), ("With it", "Charger"), ("Bring back on", "24 November 2027")],
        "rules": ["You bring the device back."],
        "signers": [("The borrower", "Read and agreed"), ("For the lending desk", "")],
    }

    text = PdfReader(BytesIO(pdf("ui/documents/contract.html", context))).pages[0].extract_text()

    order = ["Device", "With it", "Bring back on", "What we agree", "You bring the device back.", "The borrower"]
    assert sorted(order, key=text.index) == order


def test_paper_never_fetches_anything(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")

    made = pdf("ui/documents/label.html", {"labels": [{"code": f'<img src="file://{outside}">', "scan": "x"}]})

    assert b"secret" not in made
