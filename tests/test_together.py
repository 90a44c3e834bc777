"""Tests that share what takes long to make run in one process."""

import pytest


@pytest.mark.once
@pytest.mark.xdist_group("together")
def test_tests_that_share_a_site_stay_together(request):
    """pytest and pytest-xdist do this between them, and more than once it ended without a word."""
    with_site = [item for item in request.session.items if "site" in getattr(item, "fixturenames", ())]
    is_grouped = request.config.getoption("loadgroup", default=False)

    assert request.node.nodeid.endswith("@together") == is_grouped
    assert {item.nodeid.endswith("@site") for item in with_site} <= {is_grouped}
