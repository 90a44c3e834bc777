"""The label, read back by a scanner as it comes out of a printer of 300 dots per inch."""

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from digibank.inventory.labels import label_of, labels_pdf
from digibank.inventory.tests.factories import a_class, a_depot, a_device
from digibank.organisations.tests.factories import an_association

MILLIMETRE = 72 / 25.4


def scanned(made: bytes, folder, page: int) -> list[str]:
    """What a scanner reads on this page: the kind of code and its text."""
    printed = subprocess.run(
        ["pdftoppm", "-r", "300", "-png", "-f", str(page), "-l", str(page), "-"],
        input=made,
        capture_output=True,
        check=True,
    )
    picture = folder / "label.png"
    picture.write_bytes(printed.stdout)
    read = subprocess.run(["zbarimg", "--quiet", picture], capture_output=True, text=True, check=True)
    return sorted(read.stdout.split())


@pytest.mark.rule("I-01")
@pytest.mark.rule("I-04")
def test_a_label_says_the_centre_the_number_and_the_class_and_nothing_else(device):
    assert label_of(device) == {
        "code": device.number,
        "scan": device.number,
        "words": "Laptop 15 inch",
        "owner": "Digibank Wilgerstreek",
    }


@pytest.mark.once
@pytest.mark.rule("I-01")
@pytest.mark.rule("I-04")
def test_the_words_on_paper_are_those_of_the_label(device):
    page = PdfReader(BytesIO(labels_pdf([device]))).pages[0]

    assert [round(float(side) / MILLIMETRE) for side in page.mediabox[2:]] == [62, 29]
    assert sorted(page.extract_text().split("\n")) == [device.number, "Digibank Wilgerstreek", "Laptop 15 inch"]


@pytest.mark.once
@pytest.mark.rule("I-01")
def test_the_square_and_the_bars_both_say_the_number(device, tmp_path):
    second = a_device(device.place)

    made = labels_pdf([device, second])

    assert [scanned(made, tmp_path, page) for page in (1, 2)] == [
        [f"CODE-128:{label.number}", f"QR-Code:{label.number}"] for label in (device, second)
    ]


@pytest.mark.once
@pytest.mark.rule("I-01")
def test_long_names_and_a_seventh_figure_leave_the_label_readable(db, tmp_path):
    centre = an_association("Intergemeentelijke vereniging Digibank Wilgerstreek-Noord")
    device = a_device(a_depot(centre), a_class("long", "Desktopcomputer met scherm van 24 inch, toetsenbord en muis"))
    device.pk = 1_004_217

    made = labels_pdf([device])

    assert scanned(made, tmp_path, 1) == [f"CODE-128:{device.number}", f"QR-Code:{device.number}"]
    words = " ".join(PdfReader(BytesIO(made)).pages[0].extract_text().split())
    assert [expected for expected in (centre.name, device.number, "Desktopcomputer") if expected not in words] == []
