"""The pages to sign on, and the papers that were signed: who may open them, and what they say when they refuse."""

import errno
from datetime import timedelta
from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.urls import reverse

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.files.jobs import read_again
from digibank.files.models import Document
from digibank.files.storage import Disk, disk
from digibank.files.tests.factories import Watched
from digibank.inventory.tests.factories import at_desk
from digibank.lending import actions, jobs
from digibank.lending.contracts import write_contract
from digibank.lending.models import Loan, Occasion, Return, Signature, SignedCopy
from digibank.lending.slips import write_slip
from digibank.lending.tests.factories import (
    CALL_LATER,
    a_drawing,
    a_paper,
    a_prepared_loan,
    a_returned_loan,
    a_stored_drawing,
    paid_for,
    signed_for,
)
from digibank.lending.tests.looking import fresh, position
from digibank.lending.tests.test_contract import words_of
from digibank.lending.tests.test_pages import text_of, url
from digibank.lending.tests.test_signatures import damage
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.tests.factories import a_person

DAMAGED = "The stored paper is damaged, so nobody can sign it. Ask the operator to put it back from the backup."
DRAWN = "[[100,300,500,200],[200,350]]"
SEEN = ["slip", "signed_contract", "signed_slip"]
PADS = ["sign", "sign_return"]
SENT = ["return_on_paper", "leave_unsigned", "make_papers"]


@pytest.fixture
def waiting(roza, laptop, actor) -> Loan:
    """A loan that is paid and whose contract lies on the desk."""
    return actions.keep_contract(paid_for(a_prepared_loan(roza, laptop)), contract=a_paper("contract"), by=actor)


@pytest.fixture
def returned(farid, second_laptop, actor) -> Loan:
    """A loan that came back; its slip lies on the desk."""
    loan = a_returned_loan(farid, second_laptop)
    actions.keep_slip(Return.objects.get(loan=loan), slip=a_paper("slip"), by=actor)
    return fresh(loan)


@pytest.fixture
def settled(returned, actor) -> Loan:
    """A loan of which every paper was signed on the screen, with its copies."""
    loan = actions.sign_return(returned, signs=returned.returned.slip.sha256, drawn=a_stored_drawing(), by=actor)
    for occasion in Occasion:
        actions.keep_copy(loan, occasion=occasion, copy=a_paper(f"copy {occasion}"), by=actor)
    return loan


def drawn_on(page, client, **changes: str):
    """Send the pad as it was opened, with something drawn."""
    form = client.get(page).context["form"]
    return client.post(
        page, {"once": str(form["once"].value()), "signs": form["signs"].value(), "strokes": DRAWN} | changes
    )


@pytest.mark.rule("U-15")
def test_papers_and_pads_are_for_whoever_may_see_the_loan(settled, clerk, stranger, technician, client):
    neighbour, as_clerk = logged_in(stranger), logged_in(clerk)
    visitors = {"clerk": as_clerk, "neighbour": neighbour, "technician": logged_in(technician), "nobody": client}

    answers = {
        (name, who): (other.post if name in SENT else other.get)(url(name, settled.pk)).status_code
        for name in [*SEEN, *PADS, *SENT]
        for who, other in visitors.items()
    }

    others = {"neighbour": 404, "technician": 403, "nobody": 302}
    assert {key: status for key, status in answers.items() if key[1] != "clerk"} == {
        (name, who): status for name in [*SEEN, *PADS, *SENT] for who, status in others.items()
    }
    assert {name: answers[name, "clerk"] for name in [*SEEN, *PADS]} == dict.fromkeys([*SEEN, *PADS], 200)
    assert {neighbour.post(url(name, settled.pk)).status_code for name in PADS} == {404}


@pytest.mark.rule("U-15")
def test_papers_are_pdf_that_no_shared_browser_keeps(settled, as_clerk):
    papers = {name: as_clerk.get(url(name, settled.pk)) for name in SEEN}

    assert {(paper["Content-Type"], paper["Cache-Control"]) for paper in papers.values()} == {
        ("application/pdf", "private, no-store")
    }
    assert len({paper.content for paper in papers.values()}) == 3


def test_papers_that_are_not_there_are_not_found(waiting, as_clerk):
    assert {as_clerk.get(url(name, waiting.pk)).status_code for name in SEEN} == {404}


# At the loan.


@pytest.mark.once
@pytest.mark.rule("U-12")
@pytest.mark.rule("U-16")
def test_a_resident_borrows_with_a_drawing_on_the_screen(as_clerk, clerk, roza, laptop, slot):
    shown = as_clerk.get(reverse("lending:prepare", args=[roza.pk, laptop.pk])).context["form"]
    sent = {"once": str(uuid4()), "slot": shown["slot"].initial, "on_screen": "1"}
    made = as_clerk.post(reverse("lending:prepare", args=[roza.pk, laptop.pk]), sent)
    loan = Loan.objects.get()

    unpaid = as_clerk.get(made["Location"])
    paid = as_clerk.post(url("pay_due", loan.pk), {"once": str(uuid4()), "way": "cash", "on_screen": "1"})
    signed = drawn_on(paid["Location"], as_clerk)

    thanks = text_of(as_clerk.get(signed["Location"]))
    page = text_of(as_clerk.get(f"{url('loan', loan.pk)}?print=1"))
    copy = as_clerk.get(url("signed_contract", loan.pk)).content
    assert (unpaid["Location"], paid["Location"]) == (url("loan", loan.pk), url("sign", loan.pk))
    assert (made["Location"], signed.status_code, signed["Location"]) == (url("sign", loan.pk), 303, made["Location"])
    assert (fresh(loan).state, position(laptop)) == ("running", "lent")
    assert ("Thank you. You signed." in thanks, "data-pad" in thanks) == (True, False)
    assert (page.count("agreed with the stored paper on 23 November 2026"), "data-print-now" in page) == (2, True)
    assert "signed on the screen, seen by Lies" in words_of(copy)


@pytest.mark.rule("U-12")
def test_the_pad_shows_the_own_contract_and_nothing_of_others(waiting, as_clerk):
    page = text_of(as_clerk.get(url("sign", waiting.pk)))

    shown = ["Dell Latitude", "Roza Peeters", "bag, charger", "Tuesday 23 November 2027", "€ 25,00", "I sign", "Erase"]
    assert [words for words in shown if words not in page] == []
    assert [words for words in ("<nav", "menu", "Lies Loket", 'type="search"') if words in page] == []
    assert waiting.contract.sha256 in page


@pytest.mark.rule("U-13")
@pytest.mark.parametrize(
    ("strokes", "said"),
    [("", "Nothing to see was drawn yet."), ("[[1,1,9,9]]", "Nothing to see"), ("<svg>", "did not arrive well")],
)
def test_a_drawing_that_is_refused_stays_on_the_pad_and_nothing_happens(waiting, as_clerk, laptop, strokes, said):
    answer = drawn_on(url("sign", waiting.pk), as_clerk, strokes=strokes)

    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert answer.context["form"]["strokes"].value() == strokes
    assert (fresh(waiting).state, position(laptop), Signature.objects.count()) == ("prepared", "at_desk", 0)


@pytest.mark.rule("U-12")
def test_a_pad_with_an_older_contract_is_refused_and_keeps_the_drawing(waiting, as_clerk):
    answer = drawn_on(url("sign", waiting.pk), as_clerk, signs="0" * 64)

    assert (answer.status_code, "This page shows an older paper." in text_of(answer)) == (422, True)
    assert (answer.context["form"]["strokes"].value(), fresh(waiting).state) == (DRAWN, "prepared")
    assert not Document.objects.filter(name="signature.svg").exists()


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("U-16")
def test_a_pad_that_is_sent_twice_signs_once(as_clerk, roza, laptop, actor):
    loan = paid_for(write_contract(a_prepared_loan(roza, laptop), by=actor))
    sent = {"once": str(uuid4()), "signs": loan.contract.sha256, "strokes": DRAWN}

    answers = [as_clerk.post(url("sign", loan.pk), sent) for _time in range(2)]
    stale = as_clerk.post(url("sign", loan.pk), sent | {"once": str(uuid4())})

    assert [answer.status_code for answer in (*answers, stale)] == [303, 303, 422]
    assert "the state is “lent”" in text_of(stale)
    assert (Signature.objects.count(), fresh(loan).copies.count()) == (2, 1)


@pytest.mark.rule("U-12")
def test_a_damaged_paper_is_signed_by_nobody_and_its_drawing_is_not_kept(waiting, as_clerk, laptop):
    damage(waiting.contract)

    drawn = drawn_on(url("sign", waiting.pk), as_clerk)
    on_paper = as_clerk.post(url("hand_over", waiting.pk), {"signs": waiting.contract.sha256})

    assert [(answer.status_code, DAMAGED in text_of(answer)) for answer in (drawn, on_paper)] == [(422, True)] * 2
    assert (fresh(waiting).state, position(laptop), Signature.objects.count()) == ("prepared", "at_desk", 0)
    assert not Document.objects.filter(name="signature.svg").exists()


@pytest.mark.rule("U-14")
def test_a_damaged_slip_is_signed_by_nobody(returned, as_clerk):
    damage(returned.returned.slip)
    sent = {"signs": returned.returned.slip.sha256, "because": "post"}

    answers = [as_clerk.post(url(name, returned.pk), sent) for name in ("return_on_paper", "leave_unsigned")]

    assert [(answer.status_code, DAMAGED in text_of(answer)) for answer in answers] == [(422, True)] * 2
    assert not returned.signatures.filter(occasion="return").exists()


def test_papers_are_read_and_drawings_stored_while_nobody_waits_for_us(waiting, returned, as_clerk, settings):
    """Outside any transaction: the one that a test runs in apart."""
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.a_watched_store"
    Watched.depths.clear()

    drawn_on(url("sign", waiting.pk), as_clerk)
    as_clerk.post(url("return_on_paper", returned.pk), {"signs": returned.returned.slip.sha256})

    assert Signature.objects.filter(way="screen").exists()
    assert returned.signatures.filter(occasion="return").exists()
    assert set(Watched.depths) == {len(connection.atomic_blocks)}


def test_what_cannot_be_signed_leads_to_the_page_of_the_loan(as_clerk, waiting, second_laptop, farid, actor):
    unprinted = a_prepared_loan(farid, second_laptop)
    cancelled = actions.cancel(waiting, by=actor)

    led = {name: as_clerk.get(url(name, loan.pk))["Location"] for loan in (unprinted, cancelled) for name in PADS}

    assert led == dict.fromkeys(PADS, url("loan", cancelled.pk))
    assert as_clerk.get(url("sign", unprinted.pk))["Location"] == url("loan", unprinted.pk)


# At the return.


@pytest.mark.once
@pytest.mark.rule("U-14")
def test_a_return_is_as_quick_as_before_and_the_signature_follows_on_its_page(as_clerk, roza, laptop, desk, actor):
    loan = signed_for(write_contract(a_prepared_loan(roza, laptop), by=actor))
    sent = {"part_bag": "missing", "part_charger": "present", "condition": "ok", "place": desk.pk, "asked_well": "1"}

    back = as_clerk.post(url("take_back", loan.pk), sent)
    page = text_of(as_clerk.get(back["Location"]))
    signed = drawn_on(url("sign_return", loan.pk), as_clerk)
    after = text_of(as_clerk.get(url("loan", loan.pk)))

    assert (back.status_code, back["Location"], signed.status_code) == (303, url("loan", loan.pk), 303)
    assert [
        name for name in ("sign_return", "return_on_paper", "leave_unsigned") if url(name, loan.pk) not in page
    ] == []
    assert [name for name in ("sign_return", "return_on_paper", "leave_unsigned") if url(name, loan.pk) in after] == []
    assert "Missing" in words_of(as_clerk.get(url("slip", loan.pk)).content)
    assert "signed on the screen, seen by Lies" in words_of(as_clerk.get(url("signed_slip", loan.pk)).content)
    assert "You get a paper that proves it." in text_of(as_clerk.get(signed["Location"]))


@pytest.mark.rule("U-14")
def test_a_slip_is_signed_on_paper_with_one_key(returned, as_clerk):
    sent = {"once": str(uuid4()), "signs": returned.returned.slip.sha256}

    answers = [as_clerk.post(url("return_on_paper", returned.pk), sent) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [url("loan", returned.pk)] * 2
    assert set(returned.signatures.filter(occasion="return").values_list("way", flat=True)) == {"paper", "name"}
    assert "on paper, seen by Lies Loket" in text_of(as_clerk.get(url("loan", returned.pk)))


@pytest.mark.rule("U-14")
def test_nobody_there_to_sign_needs_its_reason(returned, as_clerk):
    sent = {"signs": returned.returned.slip.sha256}

    without = as_clerk.post(url("leave_unsigned", returned.pk), sent)
    stale = as_clerk.post(url("leave_unsigned", returned.pk), {"because": "post", "signs": "0" * 64})
    done = as_clerk.post(url("leave_unsigned", returned.pk), sent | {"because": "post"})

    assert [answer.status_code for answer in (without, stale, done)] == [422, 422, 303]
    assert "Why does nobody sign?" in text_of(without)
    page = text_of(as_clerk.get(url("loan", returned.pk)))
    assert ("At the return nobody signed" in page, "it came by post" in page) == (True, True)


# Papers that are made later.


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("U-15")
def test_what_was_not_printed_is_made_from_the_page(as_clerk, roza, laptop, actor):
    loan = a_returned_loan(roza, laptop)
    offered = text_of(as_clerk.get(url("loan", loan.pk)))

    made = as_clerk.post(url("make_papers", loan.pk), {"once": str(uuid4())})
    back = write_slip(Return.objects.get(), by=actor)

    assert ("Make the return slip" in offered, made.status_code) == (True, 303)
    assert (back.slip is not None, list(loan.copies.values_list("occasion", flat=True))) == (True, ["loan"])


@pytest.mark.rule("U-16")
@pytest.mark.rule("V-04")
def test_a_loan_opens_and_its_device_comes_back_while_the_document_store_is_away(as_clerk, waiting, desk, settings):
    loan = signed_for(waiting, drawn=a_stored_drawing())
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"
    sent = {"part_bag": "present", "part_charger": "present", "condition": "ok", "place": desk.pk, "asked_well": "1"}

    page = as_clerk.get(url("loan", loan.pk))
    back = as_clerk.post(url("take_back", loan.pk), sent)
    after = as_clerk.get(url("loan", loan.pk))

    assert (page.status_code, back.status_code, after.status_code) == (200, 303, 200)
    assert text_of(page).count("agreed with the stored paper on 23 November 2026") == 2
    assert fresh(loan).state == "returned"


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("V-04")
def test_on_a_full_disk_an_act_that_is_done_says_so_and_the_worker_makes_each_paper_later(
    as_clerk, roza, laptop, actor, settings
):
    """The disk fills after the drawing was stored and before the copy is."""
    here, full = settings.DOCUMENT_STORE, "digibank.files.tests.factories.a_full_store"
    settings.DOCUMENT_STORE = full
    called = {"slot": "call", "reason": CALL_LATER}
    prepare = reverse("lending:prepare", args=[roza.pk, laptop.pk])
    prepared = as_clerk.post(prepare, called | {"once": str(uuid4()), "on_screen": "1"})
    loan = Loan.objects.get()
    replanned = as_clerk.post(url("plan_handover", loan.pk), called)
    settings.DOCUMENT_STORE = here
    made = {"contracts": later(jobs.write_missing_contracts, actor)}
    paid_for(loan)

    settings.DOCUMENT_STORE = "digibank.lending.tests.test_signing_pages.a_store_that_is_full_but_for_drawings"
    signed = drawn_on(url("sign", loan.pk), as_clerk)
    settings.DOCUMENT_STORE = full
    found = {
        "part_bag": "present",
        "part_charger": "present",
        "condition": "ok",
        "place": laptop.place_id,
        "asked_well": "1",
    }
    back = as_clerk.post(url("take_back", loan.pk), found)
    settings.DOCUMENT_STORE = here
    made["papers"] = later(jobs.write_missing_papers, actor)

    assert [answer.status_code for answer in (prepared, replanned, signed, back)] == [303] * 4
    assert (made, fresh(loan).state) == ({"contracts": 1, "papers": 2}, "returned")
    assert Signature.objects.get(way="screen").drawing.content() == a_drawing().svg()
    assert (Return.objects.get().slip.name, SignedCopy.objects.get().occasion) == ("return-slip.pdf", "loan")


class FullButForDrawings(Disk):
    """A folder that fills up as soon as the drawing lies in it."""

    def write(self, sha256, content):
        if not content.startswith(b"<svg"):
            raise OSError(errno.ENOSPC, "No space left on device")
        super().write(sha256, content)


def a_store_that_is_full_but_for_drawings():
    return FullButForDrawings(disk().root)


def later(job, actor):
    with clock.at(clock.now() + timedelta(minutes=2)):
        return job(actor)


@pytest.mark.rule("V-04")
def test_while_the_document_store_is_away_nobody_signs_and_a_page_says_to_wait(waiting, clerk, settings):
    as_clerk = logged_in(clerk, raise_request_exception=False)
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"

    answers = [
        drawn_on(url("sign", waiting.pk), as_clerk),
        as_clerk.post(url("hand_over", waiting.pk), {"signs": waiting.contract.sha256}),
        as_clerk.get(url("contract", waiting.pk)),
    ]

    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "30")] * 3
    assert (fresh(waiting).state, Signature.objects.count()) == ("prepared", 0)


@pytest.mark.rule("U-16")
def test_a_damaged_paper_is_said_on_the_page_and_copied_by_nobody(as_clerk, waiting):
    loan = signed_for(waiting)
    damage(loan.contract)
    read_again(loan.contract, by=an_actor())

    answer = as_clerk.post(url("make_papers", loan.pk), {"once": str(uuid4())})

    assert (answer.status_code, loan.copies.count()) == (422, 0)
    page = text_of(answer)
    assert "The stored paper is damaged. Ask the operator to put it back from the backup." in page
    assert page.count("stored paper is damaged: put it back from the backup") == 2


@pytest.mark.rule("U-11")
def test_papers_of_a_protected_borrower_stay_with_the_own_municipality(other_town, stranger, town, depot, regulation):
    """Somebody of our town who borrowed in the other town became protected."""
    ours = a_person(town, "Roza Verborgen")
    loan = signed_for(
        actions.keep_contract(_prepared_there(other_town, depot, ours), contract=a_paper(), by=an_actor())
    )
    actions.keep_copy(loan, occasion=Occasion.LOAN, copy=a_paper("copy"), by=an_actor())
    neighbour = logged_in(stranger)
    before = neighbour.get(url("signed_contract", loan.pk)).status_code

    type(ours).objects.filter(pk=ours.pk).update(protected=True)

    assert (before, neighbour.get(url("signed_contract", loan.pk)).status_code) == (200, 404)
    assert neighbour.get(url("sign", loan.pk)).status_code == 404


def _prepared_there(other_town, depot, person) -> Loan:
    a_regulation(other_town)
    return a_prepared_loan(person, at_desk(a_desk(other_town), depot=depot), call_reason=CALL_LATER)
