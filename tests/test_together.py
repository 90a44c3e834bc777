"""Tests that share what takes long to make run in one process."""

import pytest


@pytest.mark.once
@pytest.mark.xdist_group("together")
def test_a_group_of_tests_stays_together(request):
    is_grouped = request.config.getoption("loadgroup", default=False)

    assert request.node.nodeid.endswith("@together") == is_grouped
