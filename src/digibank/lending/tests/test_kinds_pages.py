"""The pages of gifts and lease-purchases: choosing the kind, passing on, the paper."""

from uuid import uuid4

import pytest
from django.urls import reverse

from digibank.lending.models import Loan
from digibank.lending.tests.factories import CALL_LATER, a_loan, paid_for
from digibank.lending.tests.looking import fresh, position
from digibank.organisations.tests.factories import a_regulation
from digibank.people.tests.factories import a_person


def url(name, *keys) -> str:
    return reverse(f"lending:{name}", args=keys)


def send(client, address, **typed):
    return client.post(address, {"once": str(uuid4())} | typed)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def mia(town):
    a_regulation(town, gift_text="U verkoopt het niet.", lease_parts=1, lease_part_cents=1000)
    return a_person(town, "Mia Claes")


@pytest.mark.rule("U-78")
@pytest.mark.usefixtures("small_papers")
def test_a_clerk_chooses_a_kind_that_the_rules_offer(as_clerk, mia, laptop):
    page = url("prepare", mia.pk, laptop.pk)
    shown = as_clerk.get(page).context["form"]
    answer = send(as_clerk, page, kind="gift", slot="call", reason=CALL_LATER, all_parts="1")

    assert [value for value, _words in shown.fields["kind"].choices] == ["loan", "gift", "lease"]
    assert (answer.status_code, Loan.objects.get().kind) == (303, "gift")
    assert "Gift with conditions" in text_of(as_clerk.get(url("loan", Loan.objects.get().pk)))


@pytest.mark.rule("U-78")
def test_where_only_loans_are_offered_nobody_is_asked(as_clerk, roza, laptop):
    assert "kind" not in as_clerk.get(url("prepare", roza.pk, laptop.pk)).context["form"].fields


@pytest.mark.rule("U-80")
@pytest.mark.usefixtures("small_papers")
def test_a_paid_lease_purchase_is_passed_on_and_its_paper_can_be_printed(as_clerk, as_stranger, mia, laptop):
    lease = a_loan(mia, laptop, kind="lease")
    before = as_clerk.get(url("ownership", lease.pk)).status_code
    page = text_of(as_clerk.get(url("loan", lease.pk)))
    passed = send(as_clerk, url("pass_on", lease.pk))
    paper = as_clerk.get(url("ownership", lease.pk))
    again = send(as_clerk, url("pass_on", lease.pk))

    assert ("All is paid: it is theirs" in page, before, passed.status_code) == (True, 404, 303)
    assert (position(laptop), fresh(lease).state, paper.content[:4]) == ("given_away", "given", b"%PDF")
    assert (again.status_code, "This is not possible now" in text_of(again)) == (422, True)
    assert [as_stranger.get(url("ownership", lease.pk)).status_code] == [404]
    assert send(as_stranger, url("pass_on", lease.pk)).status_code == 404


@pytest.mark.rule("U-80")
@pytest.mark.usefixtures("small_papers")
def test_what_is_still_open_is_told_and_nothing_is_passed_on(as_clerk, town, laptop):
    a_regulation(town, lease_parts=2, lease_part_cents=1000)
    lease = paid_for(a_loan(a_person(town, "Jan Bos"), laptop, kind="lease"))

    page = text_of(as_clerk.get(url("loan", lease.pk)))
    no = send(as_clerk, url("pass_on", lease.pk))

    assert ("All is paid" in page, no.status_code, position(laptop)) == (False, 422, "lent")
    assert "Not all of it is paid" in text_of(no)
