"""Whatever desks, residents, the van and the worker do, in whatever order: no promise is broken, and money adds up."""

import pytest

from tests.region.walks import walk

STEPS = 300


@pytest.mark.django_db
@pytest.mark.rule("U-03")
@pytest.mark.rule("U-33")
@pytest.mark.rule("L-11")
@pytest.mark.rule("J-11")
def test_three_hundred_steps_through_a_region_break_no_promise():
    walk(steps=STEPS, walks=1, number=1)
