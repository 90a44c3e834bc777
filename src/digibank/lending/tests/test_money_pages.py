"""The pages of money: a clerk takes it, gives it back and closes the till; an accountant approves; others see nothing."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.lending import actions, jobs
from digibank.lending.models import Charge, ClosingPaper, Payment, PaymentList, Receipt, Refund, Till, TillDay
from digibank.lending.receipts import receipt_context
from digibank.lending.tests.factories import a_loan, a_prepared_loan, came_back, paid_for
from digibank.lending.tests.looking import fresh
from digibank.lending.tests.test_pages import another, text_of, url
from digibank.lending.tests.test_signing_pages import later
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.tests.factories import a_person, an_address
from digibank.support.tests.factories import an_entitlement

OPENED_BY_CLERK = [
    "pay",
    "waive",
    "agree_instalments",
    "give_back",
    "decide",
    "book_transfer",
    "move_change",
    "close_day",
]


def once(**sent: object) -> dict[str, object]:
    return {"once": str(uuid4())} | sent


def charge_of(loan, kind="deposit") -> Charge:
    return fresh(loan).charges.get(kind=kind)


@pytest.fixture
def as_accountant(town):
    return logged_in(a_user("anke", "Anke Aerts", town, Role.ACCOUNTANT))


@pytest.fixture
def loan(roza, laptop):
    """A prepared loan of which nothing is paid yet."""
    return a_prepared_loan(roza, laptop)


@pytest.fixture
def till(loan, desk, actor) -> Till:
    return actions.open_till(desk, by=actor)


@pytest.fixture
def addresses(loan, till, farid, second_laptop, actor) -> dict[str, str]:
    """Every address of money at this desk that needs a record."""
    back = came_back(a_loan(farid, second_laptop))
    refund = actions.ask_refund(charge_of(back), by=actor)
    made = actions.make_list(till.place.organisation, by=actor)
    deposit = charge_of(loan).pk
    keys = {"pay": deposit, "waive": deposit, "agree_instalments": deposit, "give_back": deposit, "decide": loan.pk}
    keys |= {"pay_due": loan.pk, "bear": loan.pk, "correct": Payment.objects.get().pk}
    keys |= dict.fromkeys(["till", "book_transfer", "move_change", "close_day"], till.pk)
    keys |= dict.fromkeys(["payment_list", "approve_list", "execute_list", "withdraw_list"], made.pk)
    keys |= {"set_payee": refund.pk, "take_off": refund.pk, "make_list": made.organisation_id}
    return {name: url(name, key) for name, key in keys.items()}


@pytest.mark.rule("J-12")
def test_strangers_find_nothing_of_tills_and_lists(stranger, other_town, addresses):
    a_desk(other_town)
    neighbour = logged_in(stranger)

    seen = {name: neighbour.get(address).status_code for name, address in addresses.items()}
    sent = {name: neighbour.post(address, once()).status_code for name, address in addresses.items()}

    approves = {"approve_list", "execute_list"}
    posts = {"pay_due", "bear", "withdraw_list", "take_off", "make_list", *approves}
    assert {name for name, status in seen.items() if status != 404} == posts
    forbidden = dict.fromkeys(approves, 403) | {"till": 405, "payment_list": 405}
    assert {name: status for name, status in sent.items() if status != 404} == forbidden
    assert "Uitleendesk, Wilgerdonk" not in text_of(neighbour.get(url("tills")))


@pytest.mark.rule("J-12")
def test_an_accountant_sees_tills_and_lists_and_books_nothing(as_accountant, addresses, till):
    opened = {as_accountant.get(page).status_code for page in (url("tills"), url("payment_lists"), addresses["till"])}
    shut = {as_accountant.get(addresses[name]).status_code for name in OPENED_BY_CLERK}

    page = text_of(as_accountant.get(addresses["till"]))
    assert (opened, shut, as_accountant.get(url("loans")).status_code) == ({200}, {403}, 403)
    assert [words for words in ("Close the day", "/uitleningen/") if words in page] == []


@pytest.mark.usefixtures("small_papers")
def test_a_double_click_on_cash_is_one_payment_and_its_receipt(as_clerk, loan):
    sent = once(way="cash")

    answers = [as_clerk.post(url("pay_due", loan.pk), sent) for _time in range(2)]

    payment = Payment.objects.get()
    assert [answer["Location"] for answer in answers] == [f"{url('loan', loan.pk)}?receipt=1"] * 2
    assert (payment.cents, Receipt.objects.get().payment) == (2500, payment)
    page = text_of(as_clerk.get(answers[0]["Location"]))
    assert (payment.number in page, "data-print-now" in page) == (True, True)
    paper = as_clerk.get(url("receipt", payment.pk))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")


@pytest.mark.rule("J-02")
def test_the_page_asks_the_money_before_the_signature_and_a_stale_page_says_so(as_clerk, loan):
    before = text_of(as_clerk.get(url("loan", loan.pk)))
    paid_for(loan)

    stale = as_clerk.post(url("pay_due", loan.pk), once(way="cash"))

    assert ("To pay now: € 25,00" in before, "Signed on paper, I saw it" in before) == (True, False)
    assert (stale.status_code, "Nothing is to be paid today." in text_of(stale)) == (422, True)


def test_a_part_is_paid_by_card_and_too_much_is_explained(as_clerk, loan):
    page = url("pay", charge_of(loan).pk)

    shown = as_clerk.get(page).context["form"]
    refused = as_clerk.post(page, once(cents="99", way="card"))
    answer = as_clerk.post(page, once(cents="10", way="card"))

    assert shown.initial == {"cents": 2500, "way": "cash"}
    assert (refused.status_code, "Still open here: € 25,00." in text_of(refused)) == (422, True)
    assert refused.context["form"]["cents"].value() == "99"
    assert (answer.status_code, charge_of(loan).open_cents, Payment.objects.get().way) == (303, 1500, "card")


@pytest.mark.usefixtures("small_papers")
def test_what_is_waived_makes_another_contract(as_clerk, loan, actor):
    made = as_clerk.post(url("make_contract", loan.pk), once())
    first = fresh(loan).contract

    refused = as_clerk.post(url("waive", charge_of(loan).pk), once(reason="pincode 1234"))
    answer = as_clerk.post(url("waive", charge_of(loan).pk), once(reason="Leefloon."))

    assert (made.status_code, refused.status_code, answer.status_code) == (303, 422, 303)
    assert fresh(loan).contract not in (None, first)
    assert "Leefloon" not in text_of(as_clerk.get(url("loan", loan.pk)))


@pytest.mark.rule("J-04")
def test_parts_are_agreed_from_the_page(as_clerk, town, laptop):
    a_regulation(town, instalments=3)
    loan = a_prepared_loan(a_person(town), laptop)
    page = url("agree_instalments", charge_of(loan).pk)

    refused = as_clerk.post(page, once(count="9"))
    answer = as_clerk.post(page, once(count="3"))

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert "To pay now: € 8,34" in text_of(as_clerk.get(url("loan", loan.pk)))


@pytest.mark.usefixtures("small_papers")
def test_a_right_that_came_meanwhile_settles_from_the_page(as_clerk, loan, roza):
    no = as_clerk.post(url("bear", loan.pk), once())
    an_entitlement(roza, "free")
    shown = url("bear", loan.pk) in text_of(as_clerk.get(url("loan", loan.pk)))

    yes = as_clerk.post(url("bear", loan.pk), once())

    assert (no.status_code, shown, yes.status_code, charge_of(loan).is_free) == (422, True, 303, True)
    assert "OCMW" not in text_of(as_clerk.get(url("loan", loan.pk)))


@pytest.mark.usefixtures("small_papers")
def test_a_missing_bag_is_decided_about_and_the_rest_goes_back(as_clerk, roza, laptop, town, actor):
    actions.set_price(town, what="bag", cents=800, social_cents=300, valid_from=clock.today(), by=actor)
    loan = came_back(a_loan(roza, laptop), bag="missing")
    before = text_of(as_clerk.get(url("loan", loan.pk)))

    without = as_clerk.post(url("decide", loan.pk), once(finding="missing-bag", decision="waive", reason=""))
    decided = as_clerk.post(url("decide", loan.pk), once(finding="missing-bag", decision="social"))
    again = as_clerk.post(url("decide", loan.pk), once(finding="missing-bag", decision="charge"))
    back = as_clerk.post(url("give_back", charge_of(loan).pk), once(way="cash"))

    assert ("Still to decide: missing part: bag" in before, "Give €" in before) == (True, False)
    assert [answer.status_code for answer in (without, decided, again, back)] == [422, 303, 422, 303]
    assert "missing part: bag (€ 8,00, social tariff € 3,00)" in text_of(without)
    assert (Payment.objects.first().cents, charge_of(loan, "missing").paid_cents) == (-2200, 300)


def test_nothing_is_asked_for_a_bag_with_its_reason(as_clerk, roza, laptop):
    loan = came_back(a_loan(roza, laptop), bag="missing")

    priced = as_clerk.post(url("decide", loan.pk), once(finding="missing-bag", decision="charge"))
    answer = as_clerk.post(
        url("decide", loan.pk), once(finding="missing-bag", decision="waive", reason="Was al kapot.")
    )

    assert (priced.status_code, "No price is set for this." in text_of(priced)) == (422, True)
    assert (answer.status_code, charge_of(loan, "missing").waivers.get().reason) == (303, "Was al kapot.")


@pytest.mark.rule("J-10")
def test_a_refund_by_transfer_is_listed_approved_and_paid(as_clerk, as_accountant, roza, laptop, town):
    loan = came_back(a_loan(roza, laptop))
    iban = as_clerk.post(url("give_back", charge_of(loan).pk), once(way="list", payee="40 123"))
    asked = as_clerk.post(url("give_back", charge_of(loan).pk), once(way="list", payee=""))
    number = as_clerk.post(url("set_payee", Refund.objects.get().pk), once(payee="40123"))
    made = as_clerk.post(url("make_list", town.pk), once())
    nothing = as_clerk.post(url("make_list", town.pk), once())
    found = PaymentList.objects.get()

    by_clerk = as_clerk.post(url("approve_list", found.pk), once())
    approved = as_accountant.post(url("approve_list", found.pk), once())
    papers = [as_accountant.get(url(name, found.pk)) for name in ("list_paper", "list_csv")]
    paid = as_accountant.post(url("execute_list", found.pk), once())
    twice = as_accountant.post(url("execute_list", found.pk), once())

    assert [answer.status_code for answer in (iban, asked, number, made, nothing)] == [422, 303, 303, 303, 422]
    assert [answer.status_code for answer in (by_clerk, approved, paid, twice)] == [403, 303, 303, 422]
    assert (made["Location"], fresh(found).state, Refund.objects.get().state) == (
        url("payment_list", found.pk),
        "executed",
        "paid",
    )
    assert [paper["Content-Type"] for paper in papers] == ["application/pdf", "text/csv; charset=utf-8"]
    assert "40123;25.00;deposit" in papers[1].content.decode()


def test_a_list_is_given_up_and_a_refund_left_out(as_clerk, roza, laptop, town):
    loan = came_back(a_loan(roza, laptop))
    as_clerk.post(url("give_back", charge_of(loan).pk), once(way="list"))
    as_clerk.post(url("make_list", town.pk), once())
    refund, found = Refund.objects.get(), PaymentList.objects.get()

    missing = [as_clerk.get(url(name, found.pk)).status_code for name in ("list_paper", "list_csv")]
    payee = as_clerk.post(url("set_payee", refund.pk), once(payee="7"))
    out = as_clerk.post(url("take_off", refund.pk), once())
    nowhere = as_clerk.post(url("take_off", refund.pk), once())
    given_up = as_clerk.post(url("withdraw_list", found.pk), once())

    assert (missing, payee["Location"]) == ([404, 404], url("payment_list", found.pk))
    assert [answer.status_code for answer in (out, nowhere, given_up)] == [303, 404, 303]
    assert (fresh(refund).state, fresh(found).state) == ("waiting", "withdrawn")


# The till.


def test_a_till_is_opened_and_gets_change(as_clerk, desk):
    listed = text_of(as_clerk.get(url("tills")))

    opened = [as_clerk.post(url("open_till", desk.pk), once()) for _time in range(2)]
    till = Till.objects.get()
    put_in = as_clerk.post(url("move_change", till.pk), once(direction="in", cents="50", because="Uit de kluis."))
    too_much = as_clerk.post(url("move_change", till.pk), once(direction="out", cents="51", because="Naar de kluis."))

    assert ("Open the till" in listed, {answer["Location"] for answer in opened}) == (True, {url("till", till.pk)})
    assert (put_in.status_code, too_much.status_code) == (303, 422)
    page = text_of(as_clerk.get(url("till", till.pk)))
    assert ("There should be € 50,00" in page, "Uit de kluis." in page) == (True, True)


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("J-05")
def test_a_transfer_is_booked_by_its_communication(as_clerk, loan, till):
    known = {"cents": "25", "received_on": "2026-11-20"}
    wrong = as_clerk.post(url("book_transfer", till.pk), once(communication="+++000/0000/00001+++", **known))

    answer = as_clerk.post(url("book_transfer", till.pk), once(communication=charge_of(loan).communication, **known))

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["communication"])
    assert (answer.status_code, Payment.objects.get().way, Receipt.objects.count()) == (303, "transfer", 1)


def test_of_a_protected_person_the_till_shows_the_number(as_clerk, town, regulation, laptop):
    hidden = a_person(town, "Stil Verborgen", protected=True)
    paid_for(a_prepared_loan(hidden, laptop))

    page = text_of(as_clerk.get(url("till", Till.objects.get().pk)))

    assert ("Verborgen" in page, hidden.number in page) == (False, True)


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("J-11")
def test_a_day_is_closed_from_the_page_and_a_difference_is_explained(as_clerk, loan, till):
    page = url("close_day", till.pk)
    first = as_clerk.get(page).context["form"]
    paid_for(loan)
    sent = {name: first[name].value() for name in ("number", "seen")} | {"counted_cents": "24", "banked_cents": "20"}

    meanwhile = as_clerk.post(page, once(**sent))
    sent["seen"] = meanwhile.context["form"]["seen"].value()
    difference = as_clerk.post(page, once(**sent))
    closed = as_clerk.post(page, once(**sent, because="Een euro te weinig."))
    stale = as_clerk.post(page, once(**sent, because="Een euro te weinig."))

    day = TillDay.objects.get(number=1)
    assert [answer.status_code for answer in (meanwhile, difference, closed, stale)] == [422, 422, 303, 422]
    assert "A colleague booked something while you counted." in text_of(meanwhile)
    assert list(difference.context["form"].errors) == ["because"]
    assert (day.counted_cents, day.left_cents, ClosingPaper.objects.get().day) == (2400, 400, day)
    shown = as_clerk.get(closed["Location"])
    assert ("Een euro te weinig." in text_of(shown), "data-print-now" in text_of(shown)) == (True, True)
    assert as_clerk.get(url("closing_paper", day.pk)).status_code == 200
    assert as_clerk.get(url("closing_paper", TillDay.objects.get(number=2).pk)).status_code == 404


def test_the_year_is_a_list_with_amounts_that_go_in_and_out(as_clerk, roza, laptop, desk, actor):
    loan = came_back(a_loan(roza, laptop))
    actions.refund_in_cash(charge_of(loan), desk=desk, by=actor)
    till = Till.objects.get()

    rows = as_clerk.get(url("till_csv", till.pk, 2026)).content.decode("utf-8-sig").splitlines()

    assert rows == [
        "Number;Booked on;Received on;How;What for;Loan;In;Out;Day of the till",
        f"{till.code}-2026-0001;2026-11-23;2026-11-23;in cash;deposit;{loan.number};25,00;;1",
        f"{till.code}-2026-0002;2026-11-23;2026-11-23;in cash;given back: deposit;{loan.number};;25,00;1",
    ]


@pytest.mark.rule("J-07")
def test_a_mistake_is_corrected_from_the_page(as_clerk, loan, till, desk, actor):
    paid_for(loan)
    payment = Payment.objects.get()
    change = actions.move_change(desk, cents=1, because="Wisselgeld.", by=actor)

    refused = as_clerk.post(url("correct", payment.pk), once(because=" "))
    answer = as_clerk.post(url("correct", payment.pk), once(because="Was met de kaart."))

    assert (refused.status_code, answer.status_code, charge_of(loan).open_cents) == (422, 303, 2500)
    assert as_clerk.get(url("correct", change.pk)).status_code == 404


# Papers.


@pytest.mark.rule("J-05")
def test_a_receipt_says_what_was_paid_and_not_why_something_is_free(town, regulation, laptop, desk, actor):
    loan = a_prepared_loan(a_person(town, address=an_address()), laptop)
    actions.pay(
        charge_of(loan), cents=1000, way="transfer", desk=desk, received_on=clock.today().replace(day=20), by=actor
    )
    actions.waive(charge_of(loan), reason="Leefloon.", by=actor)
    payment = Payment.objects.get()

    context = receipt_context(payment)

    facts = {str(term): str(value) for term, value in context["facts"]}
    assert facts == {
        "You": f"Roza Peeters, {loan.person.number}, Kerkstraat 12, 2390 Malle",
        "What for": f"deposit, {loan.number}",
        "Amount": "€\u00a010,00",
        "How": "by transfer",
        "On the account on": "Friday 20 November 2026",
        "Still to pay": "nothing",
    }
    assert (context["reference"], context["goes_out"], "Leefloon" in str(context)) == (payment.number, False, False)


@pytest.mark.usefixtures("small_papers")
def test_papers_of_money_that_were_not_made_are_made_by_the_worker_or_from_the_page(
    as_clerk, loan, farid, laptop, actor
):
    paid_for(loan)
    paid_for(a_prepared_loan(farid, another(laptop)))
    first, second = Payment.objects.order_by("pk")
    missing = as_clerk.get(url("receipt", first.pk)).status_code

    made = [as_clerk.post(url("make_receipt", first.pk), once()).status_code for _time in range(2)]
    written = [later(jobs.write_missing_money_papers, actor) for _time in range(2)]

    assert (missing, made, written) == (404, [303, 303], [1, 0])
    assert {receipt.payment for receipt in Receipt.objects.all()} == {first, second}


def test_prices_are_set_by_the_administrator_only(as_administrator, as_clerk, town):
    page = url("prices", town.pk)

    added = as_administrator.post(page, once(what="bag", cents="8", social_cents="3", valid_from="2026-01-01"))
    refused = as_administrator.post(page, once(what="bag", cents="9", social_cents="", valid_from="2025-01-01"))

    assert (as_clerk.get(page).status_code, added.status_code, refused.status_code) == (403, 303, 422)
    assert list(refused.context["form"].errors) == ["valid_from"]
    assert "€ 8,00" in text_of(as_administrator.get(page))


def test_an_account_is_set_and_what_is_none_refused(as_administrator, town):
    page = reverse("desk:set_account", args=[town.pk])

    wrong = as_administrator.post(page, once(account_number="BE68 5390 0754 7035", version=town.version))
    right = as_administrator.post(page, once(account_number="be68 5390 0754 7034", version=town.version))

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["account_number"])
    assert (right.status_code, fresh(town).account_number) == (303, "BE68539007547034")
    assert "BE68 5390 0754 7034" in text_of(as_administrator.get(reverse("desk:organisation", args=[town.pk])))


# As many queries for three rows as for one.


def queries(client, page) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


def test_lists_of_money_ask_as_often_for_three_as_for_one(as_clerk, town, regulation, laptop, actor):
    a_regulation(town, valid_from=clock.today(), devices_per_household=9)

    def one_more(number: int) -> None:
        loan = came_back(a_loan(a_person(town, f"Persoon {number}"), another(laptop)))
        actions.ask_refund(charge_of(loan), by=actor)
        a_prepared_loan(a_person(town, f"Nieuw {number}"), another(laptop))

    one_more(0)
    pages = [url("tills"), url("till", Till.objects.get().pk), url("payment_lists")]
    before = [queries(as_clerk, page) for page in pages]
    one_more(1)
    one_more(2)
    assert [queries(as_clerk, page) for page in pages] == before

    made = actions.make_list(town, by=actor)
    three = queries(as_clerk, url("payment_list", made.pk))
    for refund in list(made.refunds.all())[1:]:
        actions.take_off(refund, by=actor)
    assert queries(as_clerk, url("payment_list", made.pk)) == three
