"""Papers are signed: at the loan and at the return, on the screen or on paper, bound to the bytes that were read."""

import io
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.files.jobs import read_again
from digibank.files.models import Document
from digibank.files.storage import StoreAway, documents
from digibank.lending import actions, jobs, queries, slips
from digibank.lending.contracts import write_contract
from digibank.lending.copies import copy_pdf, write_copy
from digibank.lending.models import Occasion, Return, Signature, SignedCopy
from digibank.lending.slips import given_name, slip_context, slip_pdf, write_slip
from digibank.lending.tests.factories import (
    a_drawing,
    a_loan,
    a_paper,
    a_prepared_loan,
    a_returned_loan,
    a_stored_drawing,
    came_back,
    paid_for,
    signed_for,
)
from digibank.lending.tests.looking import fresh, position, refusal, told, verbs
from digibank.lending.tests.test_contract import words_of

OLDER = "This page shows an older paper. Reload it, read the new paper together, then sign."


def signed(loan) -> list[tuple]:
    rows = loan.signatures.order_by("occasion", "signer")
    return list(rows.values_list("occasion", "signer", "way", "sha256"))


def damage(document: Document) -> None:
    documents()._path(document.sha256).write_bytes(b"another")


@pytest.fixture
def waiting(roza, laptop, actor):
    """A loan that is paid and whose contract lies on the desk."""
    return actions.keep_contract(paid_for(a_prepared_loan(roza, laptop)), contract=a_paper("contract"), by=actor)


@pytest.fixture
def back(roza, laptop, actor) -> Return:
    """A return whose slip lies on the desk."""
    loan = a_returned_loan(roza, laptop)
    return actions.keep_slip(Return.objects.get(loan=loan), slip=a_paper("slip"), by=actor)


# At the loan.


@pytest.mark.rule("U-12")
def test_who_borrows_signs_on_paper_and_the_desk_by_name(waiting, actor):
    loan = signed_for(waiting)

    paper = waiting.contract.sha256
    assert signed(loan) == [("loan", "borrower", "paper", paper), ("loan", "desk", "name", paper)]
    assert {(one.seen_by, one.drawing, one.agrees) for one in loan.signatures.all()} == {(actor, None, True)}
    assert str(loan.signatures.first()) == "desk loan name"


@pytest.mark.rule("U-12")
def test_what_is_drawn_on_the_screen_is_the_signature(waiting):
    loan = signed_for(waiting, drawn=a_stored_drawing())

    drawing = loan.signatures.get(signer="borrower").drawing
    assert [way for _occasion, _signer, way, _hash in signed(loan)] == ["screen", "name"]
    assert (drawing.media_type, drawing.name) == ("image/svg+xml", "signature.svg")
    assert (drawing.content(), loan.state) == (a_drawing().svg(), "running")


@pytest.mark.rule("U-12")
@pytest.mark.rule("U-16")
def test_a_page_with_an_older_contract_signs_nothing(waiting, laptop, slot, actor):
    seen = waiting.contract.sha256
    changed = actions.plan_handover(waiting, slot=slot, by=actor)
    actions.keep_contract(changed, contract=a_paper("newer"), by=actor)

    said, _field = refusal(lambda: actions.hand_over(waiting, signs=seen, drawn=a_stored_drawing(), by=actor))

    assert said == OLDER
    assert (fresh(waiting).state, position(laptop), told()) == ("prepared", "at_desk", [])
    assert not Signature.objects.exists()


@pytest.mark.rule("U-16")
def test_a_signature_says_whether_it_still_agrees_with_what_is_stored(waiting, second_laptop, farid, actor):
    loan = signed_for(waiting, drawn=a_stored_drawing())
    before = {one.signer: one.agrees for one in loan.signatures.all()}
    drawing = loan.signatures.get(signer="borrower").drawing
    damage(drawing)
    read_again(drawing, by=actor)
    without_drawing = {one.signer: one.agrees for one in Signature.objects.filter(loan=loan)}
    damage(loan.contract)
    read_again(loan.contract, by=actor)

    assert before == {"borrower": True, "desk": True}
    assert without_drawing == {"borrower": False, "desk": True}
    assert {one.agrees for one in Signature.objects.filter(loan=loan)} == {False}


@pytest.mark.rule("U-16")
def test_a_signature_says_when_its_paper_and_its_drawing_were_both_last_read(waiting, actor):
    read_again(waiting.contract, by=actor)
    with clock.at(clock.now() + timedelta(hours=1)):
        loan = signed_for(waiting, drawn=a_stored_drawing())
    drawn = loan.signatures.get(signer="borrower")
    before = drawn.read_at
    later = [drawn.at + timedelta(days=days) for days in (1, 2)]
    for document, moment in zip((drawn.document, drawn.drawing), later, strict=True):
        with clock.at(moment):
            read_again(document, by=actor)

    assert (before, fresh(drawn).read_at) == (drawn.at, later[0])


@pytest.mark.rule("U-16")
@pytest.mark.parametrize("change", [{"way": "paper"}, {"sha256": "0" * 64}, {"occasion": "return"}])
def test_the_database_itself_keeps_a_signature_as_it_was(waiting, change):
    loan = signed_for(waiting, drawn=a_stored_drawing())

    with pytest.raises(DatabaseError), transaction.atomic():
        loan.signatures.filter(signer="borrower").update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        loan.signatures.all().delete()


@pytest.mark.rule("U-12")
@pytest.mark.parametrize(
    "wrong",
    [
        {"signer": "borrower", "way": "screen"},
        {"signer": "borrower", "way": "name"},
        {"signer": "desk", "way": "paper"},
        {"signer": "borrower", "way": "paper", "sha256": "F" * 64},
        {"signer": "borrower", "way": "paper", "occasion": "loan"},
    ],
)
def test_the_database_itself_refuses_a_signature_that_is_none(waiting, actor, wrong):
    loan = signed_for(waiting)
    paper = a_paper("slip")
    good = {"occasion": "return", "document": paper, "sha256": paper.sha256, "seen_by": actor}

    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.create(loan=loan, **good | wrong)


# At the return.


@pytest.mark.rule("U-14")
def test_who_brings_it_back_signs_the_slip_and_so_does_the_desk(back, actor):
    loan = actions.sign_return(back.loan, signs=back.slip.sha256, drawn=a_stored_drawing(), by=actor)

    slip = back.slip.sha256
    assert signed(loan)[2:] == [("return", "borrower", "screen", slip), ("return", "desk", "name", slip)]
    assert verbs(loan)[-2:] == ["lending.slip_written", "lending.return_signed"]
    assert [moment.title for moment in queries.story(fresh(loan))][-2:] == ["Back.", "Return slip signed."]


@pytest.mark.rule("U-14")
def test_when_nobody_is_there_to_sign_the_desk_signs_and_says_why(back, actor):
    loan = actions.leave_unsigned(back.loan, because="post", signs=back.slip.sha256, by=actor)

    assert signed(loan)[2:] == [("return", "desk", "name", back.slip.sha256)]
    assert (fresh(back).unsigned_because, verbs(loan)[-1]) == ("post", "lending.return_unsigned")
    assert queries.story(fresh(loan))[-1].text == "it came by post"


@pytest.mark.rule("U-14")
def test_a_return_is_settled_once(back, actor):
    about = {"signs": back.slip.sha256, "by": actor}
    actions.sign_return(back.loan, **about)

    said = {
        refusal(lambda: actions.sign_return(back.loan, drawn=a_stored_drawing(), **about))[0],
        refusal(lambda: actions.leave_unsigned(back.loan, because="post", **about))[0],
    }

    assert said == {"This return was settled already. Reload the page."}
    assert (back.loan.signatures.count(), fresh(back).unsigned_because) == (4, "")


@pytest.mark.rule("U-14")
def test_only_what_is_back_is_signed_for(roza, laptop, actor):
    loan = a_loan(roza, laptop)
    not_back = refusal(lambda: actions.sign_return(loan, signs="", by=actor))[0]
    came_back(loan)
    no_slip = refusal(lambda: actions.sign_return(loan, signs="", by=actor))[0]

    assert not_back == "This device is not back yet. Take it back first."
    assert no_slip == "This paper is not made yet. Make it, read it together, then sign."


def test_the_same_paper_is_signed_once_on_each_occasion(waiting, actor):
    loan = signed_for(waiting)
    paper, occasion = loan.contract, Occasion.LOAN

    said, _field = refusal(
        lambda: actions.signatures.sign(loan, paper=paper, occasion=occasion, signs=paper.sha256, by=actor)
    )

    assert said == "This is signed already. Reload the page."


@pytest.mark.rule("U-14")
def test_the_first_slip_stays(back, actor):
    again = actions.keep_slip(back, slip=a_paper("second"), by=actor)

    assert (again.slip, verbs(back.loan).count("lending.slip_written")) == (back.slip, 1)
    assert write_slip(again, by=actor) == again


@pytest.mark.once
@pytest.mark.rule("U-14")
def test_the_slip_says_what_came_back_where_when_and_to_whom(roza, laptop, clerk):
    loan = a_loan(roza, laptop)
    parts = {"bag": "missing", "charger": "damaged"}
    back = actions.take_back(
        loan, place=loan.desk, condition="damaged", note="Kras op het deksel.", parts=parts, by=clerk.actor
    )

    words = words_of(slip_pdf(back))

    expected = [
        "Uitleendesk, Wilgerdonk", loan.number, "Roza Peeters", "Dell Latitude", laptop.number, "Damaged, it works",
        "Kras op het deksel.", "Monday 23 November 2026", "Received by Lies", "I brought this back.", "I received this.",
        "We erase your own files.", "Something is missing.",
    ]  # fmt: skip
    assert [part for part in expected if part not in words] == []
    facts = {str(term): str(value) for term, value in slip_context(back)["facts"]}
    assert (facts["With it"], facts["Damaged"], facts["Missing"]) == ("nothing", "charger", "bag")
    assert "Loket" not in words


def test_a_slip_of_what_came_back_whole_names_nothing_that_is_missing(back, actor):
    facts = slip_context(back)["facts"]

    assert [str(term) for term, _value in facts if str(term) in ("Damaged", "Missing", "We saw")] == []
    assert given_name(actor) == "Digibank"


# The copy that the borrower takes home.


@pytest.mark.once
@pytest.mark.rule("U-15")
def test_the_copy_is_the_very_contract_with_who_signed_it_and_its_hash(roza, laptop, clerk, actor):
    prepared = paid_for(write_contract(a_prepared_loan(roza, laptop), by=actor))
    contract = prepared.contract
    loan = actions.hand_over(prepared, signs=contract.sha256, drawn=a_stored_drawing(), by=clerk.actor)

    copy = PdfReader(io.BytesIO(copy_pdf(loan, Occasion.LOAN)))

    sheet = " ".join(copy.pages[-1].extract_text().split())
    bare = PdfReader(io.BytesIO(contract.content()))
    assert [page.extract_text() for page in copy.pages[:-1]] == [page.extract_text() for page in bare.pages]
    assert copy.attachments == {"contract.pdf": [contract.content()]}
    assert contract.sha256 in sheet.replace(" ", "")
    expected = [loan.number, "Roza Peeters", "signed on the screen, seen by Lies", "Monday 23 November 2026"]
    assert [part for part in expected if part not in sheet] == []
    assert "Loket" not in sheet


@pytest.mark.once
@pytest.mark.rule("U-15")
def test_the_copy_of_a_slip_says_how_it_was_signed_or_why_not(back, second_laptop, farid, actor):
    other = Return.objects.get(loan=a_returned_loan(farid, second_laptop))
    other = actions.keep_slip(other, slip=a_paper("other slip"), by=actor)
    actions.sign_return(back.loan, signs=back.slip.sha256, by=actor)
    actions.leave_unsigned(other.loan, because="unwilling", signs=other.slip.sha256, by=actor)

    on_paper, unsigned = (words_of(copy_pdf(fresh(one.loan), Occasion.RETURN)) for one in (back, other))

    assert "signed on paper, seen by Digibank" in on_paper
    assert "did not sign: the borrower does not want to sign" in unsigned


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("U-15")
def test_there_is_one_copy_and_none_of_what_was_not_signed(waiting, actor):
    loan = signed_for(waiting)

    first, again = (write_copy(loan, Occasion.LOAN, by=actor) for _time in range(2))
    kept = actions.keep_copy(loan, occasion=Occasion.LOAN, copy=a_paper("second"), by=actor)

    assert first == again == kept == SignedCopy.objects.get()
    assert (write_copy(loan, Occasion.RETURN, by=actor), str(first)) == (None, f"copy loan {first.pk}")
    assert verbs(loan).count("lending.copy_made") == 1


# What a dying process left.


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("U-15")
def test_papers_that_a_killed_process_left_are_made_by_the_worker(roza, laptop, actor):
    loan = actions.keep_contract(a_prepared_loan(roza, laptop), contract=a_paper(), by=actor)
    signed_for(loan, drawn=a_stored_drawing())
    came_back(loan)
    now = clock.now()

    busy = jobs.write_missing_papers(actor)
    with clock.at(now + timedelta(seconds=90)):
        written = jobs.write_missing_papers(actor)
        again = jobs.write_missing_papers(actor)

    assert (busy, written, again) == (0, 2, 0)
    assert Return.objects.get().slip is not None
    assert SignedCopy.objects.get().occasion == "loan"


@pytest.mark.usefixtures("small_papers")
def test_the_worker_leaves_a_damaged_contract_and_goes_on(waiting, actor, caplog):
    loan = signed_for(waiting, drawn=a_stored_drawing())
    damage(loan.contract)
    came_back(loan)

    with clock.at(clock.now() + timedelta(minutes=2)):
        written = jobs.write_missing_papers(actor)

    assert (written, SignedCopy.objects.count()) == (1, 0)
    assert caplog.messages == [f"A paper of loan {loan.pk} could not be made now."]


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("V-04")
def test_a_slip_that_cannot_be_printed_keeps_no_other_paper_back(waiting, farid, second_laptop, actor, monkeypatch):
    loans = [signed_for(waiting), a_loan(farid, second_laptop)]
    backs = [Return.objects.get(loan=came_back(loan)) for loan in loans]
    print_slip = slips.slip_pdf
    monkeypatch.setattr(slips, "slip_pdf", lambda back: 1 / 0 if back == backs[0] else print_slip(back))

    with clock.at(clock.now() + timedelta(minutes=2)):
        written = jobs.write_missing_papers(actor)

    assert (written, [fresh(back).slip_id is not None for back in backs]) == (1, [False, True])


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("V-04")
def test_while_the_store_is_away_the_worker_tries_one_paper_and_comes_back(
    roza, laptop, farid, second_laptop, settings
):
    here = settings.DOCUMENT_STORE
    backs = [Return.objects.get(loan=a_returned_loan(*pair)) for pair in ((roza, laptop), (farid, second_laptop))]
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"

    with clock.at(clock.now() + timedelta(minutes=2)), pytest.raises(StoreAway):
        jobs.write_missing_papers(an_actor())
    settings.DOCUMENT_STORE = here
    with clock.at(clock.now() + timedelta(hours=60)):
        written = jobs.write_missing_papers(an_actor())

    assert (written, [fresh(back).slip_id is not None for back in backs]) == (2, [True, True])
