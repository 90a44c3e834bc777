"""A guardian or a parent signs the contract along: before the borrower, for this very paper, or no device leaves."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import IntegrityError, transaction
from django.urls import reverse

from digibank import clock
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.lending import actions, jobs
from digibank.lending.contracts import contract_context, write_contract
from digibank.lending.copies import sheet_context, write_copy
from digibank.lending.flows import LoanState
from digibank.lending.models import Loan, Occasion, Signature
from digibank.lending.slips import slip_context
from digibank.lending.tests.factories import (
    a_paper,
    a_prepared_loan,
    a_stored_drawing,
    came_back,
    paid_for,
    signed_for,
)
from digibank.lending.tests.looking import fresh
from digibank.people import actions as people
from digibank.people.tests.factories import a_person
from digibank.ui.tests.small_papers import title_of

ALONE = "Somebody signs along with this person. Let them sign first, then hand the device over."
DRAWN = "[[100,300,500,200],[200,350]]"
pytestmark = pytest.mark.rule("U-98")


def with_guardian(person, actor, name="Lies Aerts"):
    return people.note_representative(person, kind="guardian", name=name, proof_seen_on=clock.today(), by=actor)


def ready(loan, actor, words="contract") -> Loan:
    return actions.keep_contract(paid_for(loan), contract=a_paper(words), by=actor)


@pytest.fixture
def guarded(roza, laptop, actor) -> Loan:
    """A loan that is paid, of somebody with a guardian; its contract lies on the desk."""
    with_guardian(roza, actor)
    return ready(a_prepared_loan(roza, laptop), actor)


def refusal(act) -> str:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value)


def test_the_contract_names_who_signs_along_and_has_a_line_for_each(guarded):
    context = contract_context(guarded)

    assert ("Signs along", "Lies Aerts, guardian appointed by the court") in context["facts"]
    assert context["signers"] == [
        ("Roza Peeters", "I borrow the device."),
        ("Lies Aerts", "I sign along with Roza Peeters."),
        ("Wilgerdonk", "I give the device."),
    ]


def test_without_who_signs_along_nothing_is_handed_over(guarded):
    assert refusal(lambda: signed_for(guarded)) == ALONE
    assert fresh(guarded).state == LoanState.PREPARED


def test_the_database_itself_refuses_a_loan_that_began_without_who_signs_along(guarded, actor):
    began = {"state": LoanState.RUNNING, "signed_on": clock.today(), "started_on": clock.today(), "seen_by": actor}

    with pytest.raises(IntegrityError, match="no_loan_begins_before_who_signs_along"), transaction.atomic():
        Loan.objects.filter(pk=guarded.pk).update(**began)


@pytest.mark.parametrize("drawn", [True, False])
def test_with_both_signatures_the_loan_begins_and_the_return_needs_one(guarded, actor, drawn):
    strokes = a_stored_drawing() if drawn else None
    actions.sign_along(guarded, signs=guarded.contract.sha256, drawn=strokes, by=actor)
    loan = signed_for(fresh(guarded))

    kept = [(one.signer, one.way, one.sha256) for one in loan.signatures.all()]
    way = "screen" if drawn else "paper"
    paper = guarded.contract.sha256
    assert kept == [("along", way, paper), ("desk", "name", paper), ("borrower", "paper", paper)]
    came_back(loan)
    assert [who for who, _words in slip_context(loan.returned)["signers"]] == ["Roza Peeters", "Digibank, Uitleendesk"]
    assert Event.objects.filter(verb="lending.signed_along").count() == 1


def test_who_signs_along_signs_the_contract_that_lies_there_and_once(guarded, actor):
    older = refusal(lambda: actions.sign_along(guarded, signs="0" * 64, by=actor))
    actions.sign_along(guarded, signs=guarded.contract.sha256, by=actor)
    twice = refusal(lambda: actions.sign_along(guarded, signs=guarded.contract.sha256, by=actor))

    assert (older[:30], twice) == ("This page shows an older paper", "This is signed already. Reload the page.")


def test_nobody_signs_along_with_who_signs_alone(roza, laptop, actor):
    loan = ready(a_prepared_loan(roza, laptop), actor)

    said = refusal(lambda: actions.sign_along(loan, signs=loan.contract.sha256, by=actor))

    assert said == "Nobody has to sign along now. Reload the page."


@pytest.mark.rule("U-97")
def test_a_minor_without_parent_borrows_nothing(town, regulation, laptop, actor):
    child = a_person(town, "Noor Maes", birth_year=clock.today().year - 15)

    said = refusal(lambda: a_prepared_loan(child, laptop))

    people.note_representative(child, kind="parent", name="An Maes", proof_seen_on=clock.today(), by=actor)
    assert said == "A minor borrows together with a parent or guardian. Write down who signs along first."
    assert a_prepared_loan(child, laptop).signs_along.name == "An Maes"


@pytest.mark.rule("U-99")
def test_a_guardian_who_came_later_stands_on_no_contract_so_it_is_made_anew(roza, laptop, actor):
    loan = ready(a_prepared_loan(roza, laptop), actor)
    guardian = with_guardian(roza, actor)

    said = refusal(lambda: signed_for(fresh(loan)))
    anew = ready(actions.make_anew(loan, by=actor), actor, "contract with guardian")

    assert said == "The contract does not name who signs along now. Make it anew, then let it be signed."
    assert (anew.signs_along, anew.waits_for_another) == (guardian, True)


@pytest.mark.rule("U-99")
def test_a_contract_that_is_made_anew_is_signed_along_anew(guarded, slot, actor):
    actions.sign_along(guarded, signs=guarded.contract.sha256, by=actor)
    anew = ready(actions.plan_handover(guarded, slot=slot, by=actor), actor, "another contract")

    assert refusal(lambda: signed_for(anew)) == ALONE
    actions.sign_along(anew, signs=anew.contract.sha256, by=actor)
    loan = signed_for(fresh(anew))
    copied = sheet_context(loan, Occasion.LOAN, list(loan.signatures.filter(document=loan.contract)))
    assert [who for who, _words in copied["facts"]] == ["Roza Peeters", "Lies Aerts", "The desk", "When"]


@pytest.mark.rule("U-99")
def test_a_signed_contract_is_not_made_anew(guarded, actor):
    actions.sign_along(guarded, signs=guarded.contract.sha256, by=actor)
    loan = signed_for(fresh(guarded))

    assert refusal(lambda: actions.make_anew(loan, by=actor)).startswith("The contract of this loan is signed")


@pytest.mark.usefixtures("small_papers")
def test_a_contract_printed_before_the_guardian_was_known_is_not_kept(roza, laptop, actor):
    seen = a_prepared_loan(roza, laptop)
    with_guardian(roza, actor)
    actions.make_anew(seen, by=actor)

    assert "A colleague changed this loan just now" in refusal(lambda: write_contract(seen, by=actor))


@pytest.mark.usefixtures("small_papers")
def test_a_copy_is_made_when_all_signed_and_shows_both_drawings(guarded, actor):
    drawn, wider = a_stored_drawing(), a_stored_drawing(wide=500)
    actions.sign_along(guarded, signs=guarded.contract.sha256, drawn=drawn, by=actor)

    early = write_copy(fresh(guarded), Occasion.LOAN, by=actor)
    with clock.at(clock.now() + timedelta(minutes=2)):
        by_the_worker = jobs.write_missing_papers(actor)
    loan = signed_for(fresh(guarded), drawn=wider)
    sheet = sheet_context(loan, Occasion.LOAN, list(loan.signatures.all()))

    assert (early, by_the_worker) == (None, 0)
    assert [name for name, _picture in sheet["drawings"]] == ["Roza Peeters", "Lies Aerts"]


def sent(client, name, loan, **typed):
    return client.post(reverse(f"lending:{name}", args=[loan.pk]), typed)


def test_on_the_screen_the_guardian_signs_first_and_the_borrower_next(as_clerk, guarded):
    paper = guarded.contract.sha256

    turned = as_clerk.get(reverse("lending:sign", args=[guarded.pk]))
    pad = as_clerk.get(turned.url)
    along = sent(as_clerk, "sign_along", guarded, signs=paper, strokes=DRAWN)
    borrower = sent(as_clerk, "sign", guarded, signs=paper, strokes=DRAWN)

    assert turned.url == reverse("lending:sign_along", args=[guarded.pk])
    assert "You sign along with Roza Peeters" in pad.content.decode()
    assert (along.status_code, along.url) == (303, reverse("lending:sign", args=[guarded.pk]))
    assert (borrower.status_code, fresh(guarded).state) == (303, LoanState.RUNNING)
    assert as_clerk.get(turned.url).status_code == 302


def test_on_paper_the_page_asks_for_the_guardian_and_then_for_the_borrower(as_clerk, guarded):
    page, paper = reverse("lending:loan", args=[guarded.pk]), guarded.contract.sha256

    first = as_clerk.get(page).content.decode()
    early = sent(as_clerk, "hand_over", guarded, signs=paper)
    sent(as_clerk, "along_on_paper", guarded, signs=paper)
    second = as_clerk.get(page).content.decode()
    done = sent(as_clerk, "hand_over", guarded, signs=paper)

    assert ("Lies Aerts signs along" in first, "Lies Aerts signed along. Now the borrower." in second) == (True, True)
    assert (early.status_code, ALONE in early.content.decode()) == (422, True)
    assert (done.status_code, fresh(guarded).state) == (303, LoanState.RUNNING)


@pytest.mark.rule("U-91")
@pytest.mark.rule("U-99")
@pytest.mark.usefixtures("small_papers")
def test_one_button_makes_the_contract_anew_in_large_print(as_clerk, roza, laptop, actor):
    loan = write_contract(a_prepared_loan(roza, laptop), by=actor)

    answer = sent(as_clerk, "make_anew", loan, large="1")

    roza.refresh_from_db()
    anew = fresh(loan)
    assert (answer.status_code, roza.large_print) == (303, True)
    assert loan.number in title_of(anew.contract.content())


def test_a_contract_that_is_signed_is_not_made_anew_on_the_page(as_clerk, guarded, actor):
    actions.sign_along(guarded, signs=guarded.contract.sha256, by=actor)
    signed_for(fresh(guarded))

    assert sent(as_clerk, "make_anew", guarded).status_code == 422


def test_strangers_sign_nothing_along(guarded, stranger):
    client = logged_in(stranger)

    answers = [
        client.get(reverse("lending:sign_along", args=[guarded.pk])).status_code,
        *(sent(client, name, guarded).status_code for name in ("sign_along", "along_on_paper", "make_anew")),
    ]

    assert answers == [404, 404, 404, 404]
    assert not Signature.objects.exists()
