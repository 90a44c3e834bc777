"""Every erasure log beside the repository is one that the other tests read into exact facts."""

import pytest

from digibank.inventory.hardware.tests.reports import SAMPLES, sample
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.tests.logs import raw, read

LOGS = ["debian12_nwipe034_loop_ioerror.log", "debian12_nwipe034_loop_success.log"]


@pytest.mark.parametrize("name", LOGS)
def test_a_sample_gives_the_facts_of_the_committed_log(name):
    log = sample(f"nwipe/{name}")

    assert (log, read_nwipe_log(log)) == (raw(name), read(name))


def test_no_sample_is_passed_over():
    if not SAMPLES.exists():  # pragma: no cover
        pytest.skip("the samples stand beside the repository only")

    assert sorted(path.name for path in (SAMPLES / "nwipe").iterdir()) == LOGS
