"""The pages of requests and loans: who may open them, what they do, and what they say when they refuse."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.posting import ActForm
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import an_appointment
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, at_desk
from digibank.lending import actions
from digibank.lending.models import Loan, Request
from digibank.lending.tests.factories import (
    CALL_LATER,
    a_loan,
    a_paper,
    a_prepared_loan,
    a_request,
    came_back,
    paid_for,
)
from digibank.lending.tests.looking import fresh, position, told
from digibank.lending.views import requests
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.tests.factories import a_person

SEEN = ["loans", "loan", "contract", "requests", "request", "lend"]
OPENED = ["prepare", "plan_handover", "take_back", "report_lost", "report_stolen", "ask", "refuse"]
SENT = ["make_contract", "hand_over", "cancel", "renew", "promise", "withdraw"]
LISTS = ["loans", "requests"]


def url(name, *keys) -> str:
    return reverse(f"lending:{name}", args=keys)


def printed(loan) -> str:
    """The page of a loan whose contract was made just now."""
    return f"{url('loan', loan.pk)}?print=1"


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_signed_loan(person, device) -> Loan:
    """A prepared loan that is paid and whose contract lies on the desk."""
    loan = paid_for(a_prepared_loan(person, device))
    return actions.keep_contract(loan, contract=a_paper(), by=a_paper().created_by)


def another(device) -> Device:
    """One more of the same class at the same desk."""
    return at_desk(device.place, device.device_class, depot=Place.objects.get(kind=Place.Kind.DEPOT))


@pytest.fixture
def addresses(roza, farid, laptop, second_laptop) -> dict[str, str]:
    """Every address, about a loan and a request of this desk."""
    loan = a_signed_loan(roza, laptop)
    asked = a_request(farid, laptop.device_class, laptop.place)
    of_a_person = {"lend": (farid.pk,), "prepare": (farid.pk, second_laptop.pk), "ask": (farid.pk,)}
    of_a_request = dict.fromkeys(["request", "promise", "withdraw", "refuse"], (asked.pk,))
    keys = of_a_person | of_a_request | dict.fromkeys(LISTS, ())
    return {name: url(name, *keys.get(name, (loan.pk,))) for name in [*SEEN, *OPENED, *SENT]}


def test_a_clerk_opens_every_page(as_clerk, addresses):
    opened = {name: as_clerk.get(addresses[name]).status_code for name in [*SEEN, *OPENED]}

    assert opened == dict.fromkeys([*SEEN, *OPENED], 200)
    assert {name: as_clerk.get(addresses[name]).status_code for name in SENT} == dict.fromkeys(SENT, 405)


@pytest.mark.rule("U-11")
def test_a_clerk_of_another_municipality_finds_nothing(stranger, other_town, addresses, roza, farid):
    a_desk(other_town)
    neighbour = logged_in(stranger)
    pages = {name: at for name, at in addresses.items() if name not in LISTS}

    answers = {
        name: (neighbour.get if name in SEEN else neighbour.post)(at).status_code for name, at in pages.items()
    } | {f"{name} opened": neighbour.get(addresses[name]).status_code for name in OPENED}

    assert set(answers.values()) == {404}
    for name in LISTS:
        page = text_of(neighbour.get(addresses[name], {"q": ""}))
        assert [person.name for person in (roza, farid) if person.name in page] == []


@pytest.mark.rule("U-11")
def test_who_is_no_clerk_is_refused(as_technician, as_coordinator, as_administrator, addresses):
    answers = {
        (name, who): (client.get if name in SEEN else client.post)(at).status_code
        for name, at in addresses.items()
        for who, client in enumerate([as_technician, as_coordinator, as_administrator])
    }

    assert set(answers.values()) == {403}


def test_who_is_not_logged_in_is_sent_to_the_door(client, addresses):
    answers = {name: (client.post if name in SENT else client.get)(at) for name, at in addresses.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(addresses, 302)


@pytest.mark.rule("U-11")
def test_a_protected_borrower_is_known_to_the_own_municipality_only(other_town, stranger, town, depot):
    """Somebody of our town who borrowed in the other town became protected."""
    a_regulation(other_town)
    there = at_desk(a_desk(other_town), depot=depot)
    ours = a_person(town, "Roza Verborgen")
    loan = a_loan(ours, there)
    neighbour = logged_in(stranger)
    before = neighbour.get(url("loan", loan.pk)).status_code

    type(ours).objects.filter(pk=ours.pk).update(protected=True)

    assert (before, neighbour.get(url("loan", loan.pk)).status_code) == (200, 404)
    assert "Verborgen" not in text_of(neighbour.get(url("loans")))


def test_a_list_names_a_protected_person_by_number_only(as_clerk, town, regulation, laptop):
    hidden = a_person(town, "Roza Verborgen", protected=True)
    loan = a_loan(hidden, laptop)

    page = text_of(as_clerk.get(url("loans")))

    assert (loan.number in page, hidden.number in page, "Verborgen" in page) == (True, True, False)


# Lending, from the scan to the signature.


@pytest.mark.usefixtures("small_papers")
def test_a_known_person_borrows_in_four_inputs_and_pays_in_one_more(as_clerk, clerk, roza, laptop, slot):
    scanned = as_clerk.get(url("lend", roza.pk), {"scan": laptop.number})
    shown = as_clerk.get(scanned["Location"])
    form = shown.context["form"]
    sent = {"once": str(uuid4()), "slot": form["slot"].initial, "all_parts": "1"}
    made = as_clerk.post(scanned["Location"], sent)
    loan = Loan.objects.get()
    paper = as_clerk.get(url("contract", loan.pk))
    paid = as_clerk.post(url("pay_due", loan.pk), {"once": str(uuid4()), "way": "cash"})
    signed = as_clerk.post(url("hand_over", loan.pk), {"once": str(uuid4()), "signs": loan.contract.sha256})

    assert (scanned["Location"], made["Location"]) == (url("prepare", roza.pk, laptop.pk), printed(loan))
    assert (made.status_code, paid.status_code, signed.status_code) == (303, 303, 303)
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    running = fresh(loan)
    assert (running.state, running.seen_by, running.handover.slot) == ("running", clerk.actor, slot)
    assert [part.kind for part in running.given_parts] == ["bag", "charger"]
    assert told() == [("lending/handed_over", "Roza Peeters")]
    assert "Signed and handed over. Lies Loket" in text_of(as_clerk.get(url("loan", loan.pk))).replace(
        "</b> ", " "
    ).replace("<b>", "")


@pytest.mark.usefixtures("small_papers")
def test_the_same_page_sent_twice_is_one_loan(as_clerk, roza, laptop):
    sent = {"once": str(uuid4()), "slot": "call", "reason": CALL_LATER, "parts": ["charger", "bag"]}

    answers = [as_clerk.post(url("prepare", roza.pk, laptop.pk), sent) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == [printed(Loan.objects.get())] * 2
    assert Loan.objects.get().contract is not None


def test_the_same_page_sent_again_leads_to_the_loan_that_took_the_last_place(as_clerk, roza, laptop, slot):
    sent = {"once": str(uuid4()), "slot": str(slot.pk), "parts": ["charger", "bag"]}

    answers = [as_clerk.post(url("prepare", roza.pk, laptop.pk), sent) for _time in range(2)]

    assert [(answer.status_code, answer.get("Location")) for answer in answers] == [
        (303, printed(Loan.objects.get()))
    ] * 2


def test_a_refusal_keeps_what_was_typed(as_clerk, roza, laptop):
    sent = {"slot": "call", "reason": "pincode 1234", "parts": ["charger"]}

    answer = as_clerk.post(url("prepare", roza.pk, laptop.pk), sent)

    page = text_of(answer)
    assert (answer.status_code, Loan.objects.count()) == (422, 0)
    assert "This text holds a password or code." in page
    assert 'value="pincode 1234"' in page
    assert answer.context["form"]["parts"].value() == ["charger"]


def test_a_stale_page_says_that_the_device_is_gone(as_clerk, roza, farid, laptop):
    shown = as_clerk.get(url("prepare", roza.pk, laptop.pk))
    a_prepared_loan(farid, laptop)

    answer = as_clerk.post(shown.request["PATH_INFO"], {"slot": "call", "reason": CALL_LATER, "parts": ["charger"]})

    assert (answer.status_code, Loan.objects.count()) == (422, 1)
    assert f"{laptop.number} is kept for somebody else. Take another one." in text_of(answer)


def test_a_moment_that_is_full_meanwhile_is_refused_in_its_place(as_clerk, roza, farid, laptop, slot):
    an_appointment(slot, farid)

    answer = as_clerk.post(url("prepare", roza.pk, laptop.pk), {"slot": str(slot.pk), "parts": ["charger"]})

    assert (answer.status_code, Loan.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["slot"]


def test_moments_in_the_own_town_come_first(as_clerk, roza, laptop, slot, help_point):
    help_point.town = "Wilgerdonk"
    help_point.save()

    near = as_clerk.get(url("prepare", roza.pk, laptop.pk)).context["form"]
    help_point.town = "Elders"
    help_point.save()
    around = as_clerk.get(url("prepare", roza.pk, laptop.pk)).context["form"]

    assert list(near.offered.values()) == list(around.offered.values()) == [slot]


def test_a_device_that_was_asked_for_answers_the_request(as_clerk, roza, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)

    sent = {"slot": "call", "reason": CALL_LATER, "parts": ["charger"]}
    as_clerk.post(url("prepare", roza.pk, laptop.pk), sent)

    assert Loan.objects.get().request == asked


def test_a_scan_that_finds_nothing_says_so(as_clerk, roza, laptop, second_laptop):
    said = {
        "DB-999999-9": "No device with this number is here.",
        "Dell": "Several devices fit.",
        "": "This field is required.",
    }

    pages = {scan: as_clerk.get(url("lend", roza.pk), {"scan": scan}) for scan in said}

    assert {scan for scan, page in pages.items() if page.status_code != 200 or said[scan] not in text_of(page)} == set()


def test_a_scan_of_a_device_that_is_kept_says_so(as_clerk, roza, farid, laptop):
    a_prepared_loan(farid, laptop)

    page = as_clerk.get(url("lend", roza.pk), {"scan": laptop.number})

    assert f"{laptop.number} is kept for somebody else." in text_of(page)


def test_a_scan_of_a_device_that_cannot_be_lent_says_why(as_clerk, roza, laptop, depot, actor):
    inventory.check_accessory(laptop, kind="charger", state="missing", by=actor)
    elsewhere = at_desk(a_desk(laptop.place.organisation, name="Balie De Brug"), depot=depot)

    said = [text_of(as_clerk.get(url("lend", roza.pk), {"scan": device.number})) for device in (laptop, elsewhere)]

    assert f"The charger of {laptop.number} is missing." in said[0]
    assert f"{elsewhere.number} cannot be lent here now: at the desk, Balie De Brug." in said[1]


def test_without_a_lending_desk_nobody_lends(town, regulation, laptop):
    person = a_person(town)
    type(laptop.place).objects.filter(pk=laptop.place_id).update(given_up_on=clock.today())
    client = logged_in(a_user("nel", "Nel Nieuw", town, Role.LENDING_CLERK))

    page = client.get(url("lend", person.pk))

    assert "You work at no lending desk." in text_of(page)
    assert client.get(url("prepare", person.pk, laptop.pk))["Location"] == url("lend", person.pk)


def test_without_rules_the_page_says_who_can_add_them(as_clerk, town, laptop):
    person = a_person(town)

    shown = as_clerk.get(url("prepare", person.pk, laptop.pk))
    sent = as_clerk.post(
        url("prepare", person.pk, laptop.pk), {"slot": "call", "reason": CALL_LATER, "parts": ["charger"]}
    )

    assert (shown.status_code, sent.status_code) == (200, 422)
    assert "The administrator can add what the council voted." in text_of(sent)


# One loan.


@pytest.mark.usefixtures("small_papers")
def test_a_contract_that_was_not_made_is_made_from_the_page(as_clerk, roza, laptop):
    loan = a_prepared_loan(roza, laptop)
    missing = as_clerk.get(url("contract", loan.pk)).status_code
    too_early = as_clerk.post(url("hand_over", loan.pk), {"once": str(uuid4())})

    made = as_clerk.post(url("make_contract", loan.pk), {"once": str(uuid4())})

    assert (missing, too_early.status_code, made.status_code) == (404, 422, 303)
    assert "The contract is not made yet." in text_of(too_early)
    assert as_clerk.get(url("contract", loan.pk)).status_code == 200


def test_signing_twice_is_one_act_and_a_stale_page_says_so(as_clerk, roza, laptop):
    loan = a_signed_loan(roza, laptop)
    sent = {"once": str(uuid4()), "signs": loan.contract.sha256}

    first, second = (as_clerk.post(url("hand_over", loan.pk), sent) for _time in range(2))
    stale = as_clerk.post(url("hand_over", loan.pk), sent | {"once": str(uuid4())})

    assert (first.status_code, second.status_code, stale.status_code) == (303, 303, 422)
    assert "the state is “lent”" in text_of(stale)
    assert len(told()) == 1


@pytest.mark.usefixtures("small_papers")
def test_another_moment_is_planned_with_a_new_contract(as_clerk, roza, laptop, slot):
    loan = a_signed_loan(roza, laptop)

    refused = as_clerk.post(url("plan_handover", loan.pk), {"slot": "call", "reason": ""})
    answer = as_clerk.post(url("plan_handover", loan.pk), {"slot": str(slot.pk)})

    changed = fresh(loan)
    assert (refused.status_code, answer.status_code, answer["Location"]) == (422, 303, printed(loan))
    assert (changed.handover.slot, changed.contract in (None, loan.contract)) == (slot, False)


def test_a_loan_is_called_off(as_clerk, roza, laptop):
    loan = a_signed_loan(roza, laptop)

    answer = as_clerk.post(url("cancel", loan.pk), {"once": str(uuid4())})

    assert (answer.status_code, fresh(loan).state) == (303, "cancelled")
    assert "Cancelled." in text_of(as_clerk.get(url("loan", loan.pk)))


def test_a_loan_is_made_longer_once_and_then_the_page_says_why_not(as_clerk, roza, laptop):
    loan = a_loan(roza, laptop)

    done = as_clerk.post(url("renew", loan.pk), {"once": str(uuid4())})
    page = text_of(as_clerk.get(url("loan", loan.pk)))
    refused = as_clerk.post(url("renew", loan.pk), {"once": str(uuid4())})

    assert (done.status_code, refused.status_code) == (303, 422)
    assert url("renew", loan.pk) not in page
    assert "The rules allow 1 renewals, and these are used up." in page


def test_a_device_is_taken_back_with_its_parts(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)
    form = as_clerk.get(url("take_back", loan.pk)).context["form"]
    as_shown = {name: form[name].initial for name in ("part_bag", "part_charger", "condition")}
    sent = as_shown | {"place": desk.pk, "part_bag": "damaged", "note": "Rits stuk.", "asked_well": "1"}

    answer = as_clerk.post(url("take_back", loan.pk), sent)

    assert as_shown == {"part_bag": "present", "part_charger": "present", "condition": "ok"}
    assert form["place"].initial == desk
    assert (answer.status_code, fresh(loan).state, position(laptop)) == (303, "returned", "quarantine")
    assert dict(loan.parts.values_list("kind", "back")) == {"bag": "damaged", "charger": "present"}
    assert "Rits stuk." in text_of(as_clerk.get(answer["Location"]))


def test_a_return_that_is_refused_keeps_what_was_chosen(as_clerk, roza, laptop, desk):
    loan = a_loan(roza, laptop)
    sent = {
        "part_bag": "missing",
        "part_charger": "present",
        "condition": "ok",
        "place": desk.pk,
        "note": "pincode 1234",
        "asked_well": "1",
    }

    answer = as_clerk.post(url("take_back", loan.pk), sent)

    assert (answer.status_code, fresh(loan).state) == (422, "running")
    assert answer.context["form"]["part_bag"].value() == "missing"
    assert 'value="pincode 1234"' in text_of(answer)


@pytest.mark.parametrize(("name", "state"), [("report_lost", "lost"), ("report_stolen", "stolen")])
def test_what_is_gone_is_written_down_and_can_be_found(as_clerk, roza, laptop, name, state):
    loan = a_loan(roza, laptop)

    answer = as_clerk.post(url(name, loan.pk), {"note": "Op de trein.", "police_report": "4711/26"})
    page = text_of(as_clerk.get(answer["Location"]))
    sent = {
        "part_bag": "present",
        "part_charger": "present",
        "condition": "ok",
        "place": laptop.place_id,
        "asked_well": "1",
    }
    back = as_clerk.post(url("take_back", loan.pk), sent)

    assert (answer.status_code, back.status_code, fresh(loan).state) == (303, 303, "returned")
    assert ("Op de trein." in page, "Is it found?" in page) == (True, True)
    assert ("4711/26" in page) is (state == "stolen")


def test_what_is_stolen_needs_the_number_of_the_police(as_clerk, roza, laptop):
    loan = a_loan(roza, laptop)

    answer = as_clerk.post(url("report_stolen", loan.pk), {"note": "Weg.", "police_report": ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["police_report"])


# Lists.


def test_loans_are_filtered(as_clerk, roza, farid, laptop, second_laptop):
    late = a_loan(roza, laptop)
    clock.pass_time(days=355)
    soon_later = a_loan(farid, second_laptop)
    clock.pass_time(days=20)
    prepared = a_prepared_loan(a_person(farid.home, "Jef Janssens"), another(laptop))

    def shown(**query: str) -> list[Loan]:
        return as_clerk.get(url("loans"), query).context["page"].rows

    assert shown() == shown(q="", shown="strange") == [prepared, soon_later, late]
    assert shown(shown="overdue") == [late]
    assert shown(shown="running") == [soon_later, late]
    assert shown(shown="prepared") == [prepared]
    assert shown(q="farid") == [soon_later]
    assert shown(q=late.number, shown="running") == [late]
    clock.pass_time(days=335)
    assert shown(shown="soon") == [soon_later]
    assert "No loan fits" in text_of(as_clerk.get(url("loans"), {"q": "nobody"}))


def test_requests_are_filtered_and_the_open_ones_stand_there(as_clerk, roza, farid, laptop, actor):
    laptop_class, desk = laptop.device_class, laptop.place
    promised = a_request(roza, laptop_class, desk)
    refused = actions.refuse(a_request(farid, laptop_class, desk), reason="Woont elders.", by=actor)

    def shown(**query: str) -> list[Request]:
        return as_clerk.get(url("requests"), query).context["page"].rows

    assert shown() == shown(q="", shown="strange") == [promised]
    assert shown(shown="refused") == shown(q="farid") == shown(q="farid", shown="refused") == [refused]
    assert "No request fits" in text_of(as_clerk.get(url("requests"), {"q": "nobody"}))


def test_empty_lists_say_what_comes_here(as_clerk):
    assert "No loans yet" in text_of(as_clerk.get(url("loans")))
    assert "Nobody waits for an answer" in text_of(as_clerk.get(url("requests")))


@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_asks_no_more_of_the_database(as_clerk, regulation, desk, depot, name):
    def grow(number: int) -> None:
        person = a_person(regulation.organisation, f"Persoon {number}")
        loan = a_loan(person, at_desk(desk, depot=depot))
        a_request(person, loan.device.device_class, desk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(url(name))
        return len(asked)

    grow(1)
    queries()
    one = queries()
    grow(2)
    grow(3)

    assert queries() == one


# Requests.


def test_a_person_asks_and_is_promised_one(as_clerk, clerk, roza, laptop):
    laptop_class, desk = laptop.device_class, laptop.place
    form = as_clerk.get(url("ask", roza.pk)).context["form"]

    sent = {"device_class": laptop_class.pk, "desk": desk.pk, "asked_through": "relative", "once": str(uuid4())}
    answers = [as_clerk.post(url("ask", roza.pk), sent) for _time in range(2)]

    asked = Request.objects.get()
    assert form.initial == {"desk": desk}
    assert [answer["Location"] for answer in answers] == [url("request", asked.pk)] * 2
    assert (asked.state, asked.typed_by) == ("promised", clerk.actor)
    page = text_of(as_clerk.get(url("request", asked.pk)))
    assert (url("lend", roza.pk) in page, "One is kept free" in page) == (True, True)


def test_asking_twice_is_refused_with_the_choice_kept(as_clerk, roza, laptop_class, desk):
    a_request(roza, laptop_class, desk)
    sent = {"device_class": laptop_class.pk, "desk": desk.pk, "asked_through": "staff"}

    answer = as_clerk.post(url("ask", roza.pk), sent)

    assert (answer.status_code, "This was asked for already." in text_of(answer)) == (422, True)
    assert answer.context["form"]["asked_through"].value() == "staff"


def test_who_waits_longest_can_be_promised_one_and_others_are_told_who(as_clerk, roza, farid, laptop_class, desk):
    first = a_request(roza, laptop_class, desk)
    clock.pass_time(minutes=1)
    second = a_request(farid, laptop_class, desk)

    page = text_of(as_clerk.get(url("request", second.pk)))
    none_free = as_clerk.post(url("promise", first.pk), {"once": str(uuid4())})
    at_desk(desk, laptop_class, depot=a_depot(roza.home.association))
    done = as_clerk.post(url("promise", first.pk), {"once": str(uuid4())})

    assert f"Request {first.number} comes first." in page
    assert (none_free.status_code, done.status_code, fresh(first).state) == (422, 303, "promised")


def test_who_promises_while_a_colleague_withdraws_sees_how_it_is_now(as_clerk, clerk, roza, laptop):
    asked = a_request(roza, laptop.device_class, laptop.place)
    seen_before = fresh(asked)
    actions.withdraw(asked, by=clerk.actor)
    request = as_clerk.get(url("request", asked.pk)).wsgi_request
    refused = ActForm({})
    refused.add_error(None, "This is not possible now.")

    page = requests._request_page(request, seen_before, refused=refused)

    assert (page.status_code, seen_before.state) == (422, "withdrawn")


def test_a_request_is_withdrawn_or_refused_with_the_reason(as_clerk, roza, farid, laptop):
    laptop_class, desk = laptop.device_class, laptop.place
    one, two = a_request(roza, laptop_class, desk), a_request(farid, laptop_class, desk)

    withdrawn = as_clerk.post(url("withdraw", one.pk), {"once": str(uuid4())})
    without = as_clerk.post(url("refuse", two.pk), {"reason": ""})
    refused = as_clerk.post(url("refuse", two.pk), {"reason": "Woont niet hier."})

    assert [answer.status_code for answer in (withdrawn, without, refused)] == [303, 422, 303]
    assert (fresh(one).state, fresh(two).state) == ("withdrawn", "refused")
    assert "Woont niet hier." in text_of(as_clerk.get(url("request", two.pk)))


def test_the_request_leads_to_its_loan(as_clerk, roza, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)
    loan = a_loan(roza, laptop, request=asked)

    page = text_of(as_clerk.get(url("request", asked.pk)))

    assert (url("loan", loan.pk) in page, url("withdraw", asked.pk) in page) == (True, False)
    assert url("request", asked.pk) in text_of(as_clerk.get(url("loan", loan.pk)))


def test_the_page_of_a_returned_loan_offers_nothing_more(as_clerk, roza, laptop):
    loan = came_back(a_loan(roza, laptop), bag="missing")

    page = text_of(as_clerk.get(url("loan", loan.pk)))

    assert [name for name in ("take_back", "renew", "cancel", "hand_over") if url(name, loan.pk) in page] == []
    assert "missing" in page


def test_a_contract_that_lies_on_the_desk_is_not_printed_once_more(as_clerk, roza, laptop):
    loan = a_signed_loan(roza, laptop)
    papers = Document.objects.count()

    answer = as_clerk.post(url("make_contract", loan.pk), {"once": str(uuid4())})

    assert (answer.status_code, answer["Location"]) == (303, printed(loan))
    assert (Document.objects.count(), fresh(loan).contract) == (papers, loan.contract)
