"""The races of races.py, on a database of their own: short here, long with ./digibank soak."""

import json
import os
import subprocess
import sys

import pytest

from digibank.work.tests.databases import fresh_database

RACES = "import django; django.setup(); from digibank.lending.tests import races, races_late; races.main()"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def run(django_db_setup, django_db_blocker, tmp_path_factory):
    """Runs races.py in a process of its own and gives what it printed."""
    folder = tmp_path_factory.mktemp("races")
    with django_db_blocker.unblock(), fresh_database(folder) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "DIGIBANK_DOCUMENTS": str(folder / "documents"),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

        def start(*words: str) -> str:
            return subprocess.run(
                [sys.executable, "-c", RACES, *words], env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout

        yield start


@pytest.mark.rule("U-01")
def test_sixteen_desks_that_lend_one_device_make_one_loan_one_contract_and_one_message(run):
    rounds = json.loads(run("same_device", "3", "1"))

    one = {"yes": 1, "no": 15, "errors": [], "loans": 1, "contracts": 1, "messages": 1}
    assert rounds == [one] * 3


@pytest.mark.rule("U-51")
def test_eight_desks_that_take_back_one_device_make_one_return_on_one_list(run):
    rounds = json.loads(run("same_return", "2", "1"))

    one = {"yes": 1, "no": 7, "errors": [], "loans": 0, "contracts": 0, "messages": 0}
    assert rounds == [one] * 2


@pytest.mark.rule("U-16")
def test_eight_desks_that_sign_one_contract_make_one_signature_of_each(run):
    rounds = json.loads(run("same_paper", "2", "1"))

    one = {"yes": 1, "no": 7, "errors": [], "loans": 1, "contracts": 1, "messages": 1}
    assert rounds == [one] * 2


@pytest.mark.rule("U-30")
def test_eight_housemates_who_borrow_at_once_get_what_the_rules_allow_a_household(run):
    rounds = json.loads(run("same_household", "2", "1"))

    assert rounds == [{"yes": 3, "no": 5, "errors": [], "loans": 3, "contracts": 0, "messages": 0}] * 2


@pytest.mark.rule("U-74")
def test_eight_desks_that_use_one_exception_at_once_make_one_loan(run):
    rounds = json.loads(run("same_exception", "2", "1"))

    assert rounds == [{"yes": 1, "no": 7, "errors": [], "loans": 1, "contracts": 0, "messages": 0}] * 2


@pytest.mark.rule("U-84")
def test_eight_sets_that_are_promised_at_once_never_keep_more_than_there_are(run):
    rounds = json.loads(run("same_set", "2", "1"))

    # Five devices: two sets of two and one resident, whoever came first.
    assert rounds == [{"yes": 3, "no": 6, "errors": [], "loans": 1, "contracts": 0, "messages": 0}] * 2


@pytest.mark.rule("U-03")
def test_forty_eight_people_who_want_one_of_twelve_devices_make_twelve_loans(run):
    rounds = json.loads(run("last_of_a_class", "1", "1"))

    assert rounds == [{"yes": 12, "no": 36, "errors": [], "loans": 12, "contracts": 0, "messages": 0}]


@pytest.mark.rule("U-37")
def test_eight_desks_that_give_the_last_device_away_at_once_give_it_once_and_to_the_first(run):
    rounds = json.loads(run("last_offer", "3", "1"))

    assert rounds == [{"yes": 1, "no": 7, "errors": [], "loans": 0, "contracts": 0, "messages": 0}] * 3


@pytest.mark.rule("U-01")
def test_desks_that_work_through_each_other_never_wait_in_a_ring_nor_keep_what_is_not_lent(run):
    (result,) = json.loads(run("through_each_other", "1", "1"))

    assert (result["yes"], result["no"], result["errors"]) == (8, 0, [])


@pytest.mark.rule("U-60")
def test_a_loan_is_made_longer_before_the_last_free_ones_go_or_not_at_all(run):
    rounds = json.loads(run("longer_beside_the_last", "4", "1"))

    assert [(result["errors"], result["passed"], result["given"]) for result in rounds] == [([], False, 2)] * 4


@pytest.mark.rule("U-67")
def test_eight_desks_that_swap_to_one_device_swap_once_and_keep_the_other_loans_as_they_were(run):
    rounds = json.loads(run("same_swap", "2", "1"))

    assert rounds == [{"yes": 1, "no": 7, "errors": [], "wrong": []}] * 2
