"""What the pad sends, and the picture that is made of it."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from digibank.errors import RuleBroken
from digibank.lending.drawings import Drawing, read_drawing
from digibank.lending.tests.factories import a_drawing
from digibank.lending.tests.looking import refusal

pytestmark = pytest.mark.once

UNCLEAR = "The drawing did not arrive well. Erase it and draw it again, or sign on paper."
NOTHING = "Nothing to see was drawn yet. Write your name on the pad, or sign on paper."


@pytest.mark.rule("U-13")
def test_strokes_are_read_as_they_were_drawn():
    drawing = read_drawing("[[100,300,500,200],[200,350]]")

    assert drawing == a_drawing()


@pytest.mark.rule("U-13")
@pytest.mark.parametrize(
    "sent",
    [
        "no json", "{}", '"M0 0"', "12", "[[]]", "[[1]]", "[[1,2,3]]", "[1,2]", "[[1.5,2]]", "[[true,2]]", '[["1",2]]',
        "[[-1,2]]", "[[1001,2]]", "[[1,601]]", "[[null,2]]", "[[1e3,2]]", "[[NaN,2]]", "[" * 50_000,
        '<svg onload="alert(1)"/>', json.dumps([[1, 2]] * 201), json.dumps([[1, 2] * 5001]), " " * 60_001,
        "[[1" + "0" * 5000 + ",2]]",
    ],
    ids=range(23),
)  # fmt: skip
def test_anything_but_whole_numbers_on_the_pad_is_refused(sent):
    said, field = refusal(lambda: read_drawing(sent))

    assert (said, field) == (UNCLEAR, None)


@pytest.mark.rule("U-13")
@pytest.mark.parametrize("sent", ["", "[]", "[[10,10]]", "[[10,10,100,100]]", "[[1,1],[999,599]]"])
def test_hardly_anything_is_no_signature(sent):
    assert refusal(lambda: read_drawing(sent)) == (NOTHING, None)


@pytest.mark.rule("U-13")
def test_the_picture_is_ours_as_large_as_its_ink_and_holds_nothing_but_lines():
    picture = ET.fromstring(a_drawing().svg())

    (path,) = picture
    assert picture.attrib == {"viewBox": "80 180 440 190"}
    assert path.attrib["d"] == "M100 300L500 200M200 350h.1"
    assert re.fullmatch(r"[MLh\d .]+", path.attrib["d"])


def test_the_longest_drawing_that_is_taken_is_small():
    longest = Drawing((tuple((number % 1001, number % 601) for number in range(5000)),))

    sent = json.dumps([[value for point in stroke for value in point] for stroke in longest.strokes])

    assert read_drawing(sent) == longest
    assert len(longest.svg()) < 50_000


def test_a_refusal_is_a_rule():
    with pytest.raises(RuleBroken):
        read_drawing("")
