import re
from pathlib import Path

from digibank.donations import actions
from digibank.donations.events import TOLD


def test_all_that_is_written_in_the_trail_can_be_told():
    written = re.findall(r'record\("([a-z._]+)"', Path(actions.__file__).read_text())

    assert sorted(TOLD) == sorted(written)
