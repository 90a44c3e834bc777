"""The screen to scan in: each scan gets its answer, what is lent elsewhere is taken back, and nobody sees a name."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.lending import actions as lending
from digibank.lending.models import Return
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request
from digibank.lending.tests.scanning import gone, lent, open_line, ride_of, stands
from digibank.logistics.models import Scan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "small_papers")]
SCREEN = "/balie/scannen/"
WHOLE = {"part_charger": "present", "part_bag": "present", "condition": "ok", "asked_well": "1"}


@pytest.fixture
def at_brook(neighbour):
    """The clerk of the other town of the association, at their own desk."""
    return logged_in(neighbour)


@pytest.fixture
def loan(roza, laptop):
    return a_loan(roza, laptop)


def at(name, scan):
    return reverse(f"desk:{name}", args=[scan.pk])


def send(client, address=SCREEN, **typed):
    return client.post(address, {"once": uuid4()} | typed)


def scan_at(client, place, device, **typed):
    """Scan it, and the scan that came of it."""
    answer = send(client, scan=device.number, place=place.pk, **typed)
    assert answer.status_code == 303, answer.content.decode()
    return Scan.objects.first()


def said_on(page):
    return [one.scan.said for one in page.context["shown"]]


def test_a_scan_is_answered_on_the_same_screen(as_clerk, desk, laptop):
    answer = send(as_clerk, scan=laptop.number, place=desk.pk)

    page = as_clerk.get(answer.url)
    assert (answer.status_code, answer.url) == (303, f"{SCREEN}?place={desk.pk}")
    assert said_on(page) == [f"{laptop.number}, Dell Latitude: it stands where it belongs. There is nothing to do."]
    assert "autofocus" in page.content.decode()


def test_the_screen_begins_at_the_seat_of_the_colleague(as_clerk, at_brook, desk, other_desk):
    assert as_clerk.get(SCREEN).context["place"] == desk
    assert at_brook.get(SCREEN).context["place"] == other_desk
    assert at_brook.get(f"{SCREEN}?place={desk.pk}").context["place"] == other_desk


def test_who_has_no_place_is_told_so(association, as_administrator):
    assert as_administrator.get(SCREEN).status_code == 403
    somewhere = a_user("ger", "Ger Nergens", association, Role.COORDINATOR)

    page = logged_in(somewhere).get(SCREEN)

    assert "No place to scan in" in page.content.decode()


@pytest.mark.rule("U-54")
def test_what_is_whole_is_taken_back_by_the_scan_and_the_tick_stays(as_clerk, desk, laptop, loan):
    answer = send(as_clerk, scan=laptop.number, place=desk.pk, whole="on")

    assert answer.url == f"{SCREEN}?place={desk.pk}&whole=1"
    assert as_clerk.get(answer.url).context["form"]["whole"].value() is True
    assert (lent(loan), ride_of(laptop)) == ("returned", ("Uitleendesk", "Werkplaats", "asked"))


@pytest.mark.rule("U-52")
def test_who_does_not_lend_takes_nothing_back(technician, desk, laptop, loan):
    client = logged_in(technician)

    scan = scan_at(client, desk, laptop, whole="on")

    page = client.get(SCREEN, {"place": desk.pk}).content.decode()
    assert (lent(loan), scan.result) == ("running", "waits")
    assert [word for word in ("Roza", "Look and take back") if word in page] == []
    assert client.get(at("take_back_scanned", scan)).status_code == 403


@pytest.mark.rule("U-51")
@pytest.mark.rule("U-52")
def test_a_desk_of_another_town_takes_back_and_sees_no_name(at_brook, other_desk, laptop, loan):
    scan = scan_at(at_brook, other_desk, laptop)
    form = at_brook.get(at("take_back_scanned", scan))

    answer = send(at_brook, at("take_back_scanned", scan), **WHOLE | {"part_bag": "missing"})

    told = at_brook.get(SCREEN).content.decode() + form.content.decode() + at_brook.get(answer.url).content.decode()
    assert (answer.status_code, answer.url) == (303, at("settle_slip", scan))
    assert (lent(loan), Return.objects.get().place, stands(laptop)) == (
        "returned", other_desk, ("quarantine", "Balie Hazelven"),
    )  # fmt: skip
    assert "Roza" not in told
    assert form.context["elsewhere"]


def test_a_return_that_is_sent_twice_is_one_return(at_brook, other_desk, laptop, loan):
    scan = scan_at(at_brook, other_desk, laptop)
    typed = WHOLE | {"once": uuid4()}

    first, second = (at_brook.post(at("take_back_scanned", scan), typed) for _click in range(2))

    assert (first.url, second.url) == (at("settle_slip", scan), at("settle_slip", scan))
    assert Return.objects.filter(loan=loan).count() == 1


def test_a_return_without_a_part_is_refused_with_what_was_typed(at_brook, other_desk, laptop, loan):
    scan = scan_at(at_brook, other_desk, laptop)

    answer = send(at_brook, at("take_back_scanned", scan), condition="ok", note="Kras.", part_charger="present")

    assert (answer.status_code, answer.context["form"]["note"].value(), lent(loan)) == (422, "Kras.", "running")


@pytest.mark.rule("U-52")
def test_the_slip_is_printed_and_signed_where_the_device_came_back(at_brook, other_desk, laptop, loan):
    scan = scan_at(at_brook, other_desk, laptop)
    send(at_brook, at("take_back_scanned", scan), **WHOLE)
    back = Return.objects.get()

    paper = at_brook.get(at("scanned_slip", scan))
    answer = send(at_brook, at("settle_slip", scan), signs=back.slip.sha256)

    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert answer.url == f"{SCREEN}?place={other_desk.pk}"
    assert sorted(loan.signatures.filter(occasion="return").values_list("signer", flat=True)) == ["borrower", "desk"]
    assert "settled" in at_brook.get(at("settle_slip", scan)).content.decode()


def test_that_nobody_signs_is_written_down_with_the_reason(at_brook, other_desk, laptop, loan):
    scan = scan_at(at_brook, other_desk, laptop)
    send(at_brook, at("take_back_scanned", scan), **WHOLE)
    signs = Return.objects.get().slip.sha256

    wrong = send(at_brook, at("settle_slip", scan), signs=signs, because="moe")
    send(at_brook, at("settle_slip", scan), signs=signs, because="other")

    assert (wrong.status_code, Return.objects.get().unsigned_because) == (422, "other")


@pytest.mark.rule("U-52")
def test_the_slip_of_who_is_protected_is_made_at_its_own_desk_only(at_brook, other_desk, laptop, loan, roza):
    type(roza).objects.filter(pk=roza.pk).update(protected=True)
    scan = scan_at(at_brook, other_desk, laptop)

    answer = send(at_brook, at("take_back_scanned", scan), **WHOLE)

    page = at_brook.get(answer.url).content.decode()
    assert (lent(loan), at_brook.get(at("scanned_slip", scan)).status_code) == ("returned", 404)
    assert "Uitleendesk, Wilgerdonk makes the slip and gives it to the borrower." in page
    assert [word for word in ("Roza", roza.number) if word in page] == []


@pytest.mark.rule("U-52")
def test_only_who_scanned_it_comes_further(as_clerk, at_brook, other_desk, loan):
    scan = scan_at(at_brook, other_desk, loan.device)
    pages, acts = ["take_back_scanned", "settle_slip", "scanned_slip"], ["decide_scan", "undo_scan"]

    answers = [as_clerk.get(at(name, scan)).status_code for name in pages]
    answers += [send(as_clerk, at(name, scan)).status_code for name in [*pages[:2], *acts]]

    assert answers == [404] * 7


@pytest.mark.rule("U-52")
def test_of_what_is_only_kept_for_somebody_no_loan_is_shown(at_brook, other_desk, laptop, roza):
    a_prepared_loan(roza, laptop)
    scan = scan_at(at_brook, other_desk, laptop)

    assert (scan.advice, at_brook.get(at("take_back_scanned", scan)).status_code) == ("call_desk", 404)


def test_nobody_scans_at_a_place_of_others(as_clerk, other_desk, laptop):
    answer = send(as_clerk, scan=laptop.number, place=other_desk.pk)

    assert (answer.status_code, Scan.objects.count()) == (422, 0)


@pytest.mark.rule("U-51")
def test_the_desk_that_lent_it_sees_that_it_came_back_elsewhere(as_clerk, at_brook, other_desk, laptop, loan):
    scan_at(at_brook, other_desk, laptop, whole="on")

    cases = [case.title for case in as_clerk.get("/balie/").context["board"].cases]
    listed = as_clerk.get("/uitleningen/?shown=elsewhere").context["page"].rows

    assert "Brought back at another desk" in cases
    assert list(listed) == [loan]


def test_a_button_decides_what_the_scan_left_open(at_brook, other_desk, laptop):
    gone(laptop)
    scan = scan_at(at_brook, other_desk, laptop)

    answer = send(at_brook, at("decide_scan", scan))

    page = at_brook.get(answer.url)
    assert (answer.status_code, stands(laptop)) == (303, ("quarantine", "Balie Hazelven"))
    assert len(said_on(page)) == 1
    assert said_on(page)[0].startswith(f"{laptop.number}, Dell Latitude: found again.")


def test_a_button_that_comes_too_late_says_why(at_brook, other_desk, laptop):
    gone(laptop)
    scan = scan_at(at_brook, other_desk, laptop)
    lending.carry_out(scan, once=uuid4(), by=scan.by)

    answer = send(at_brook, at("decide_scan", scan), place=other_desk.pk)

    assert answer.status_code == 422
    assert "Scan it again to see what is possible now." in answer.content.decode()


@pytest.mark.rule("U-55")
def test_what_was_put_on_a_list_is_undone_with_one_button(at_brook, other_desk, laptop):
    scan = scan_at(at_brook, other_desk, laptop)
    (shown,) = at_brook.get(SCREEN).context["shown"]

    answer = send(at_brook, at("undo_scan", scan))

    assert (shown.undoes, answer.status_code) == (True, 303)
    assert (stands(laptop), open_line(laptop), said_on(at_brook.get(SCREEN))) == (
        ("at_desk", "Uitleendesk"), None, [],
    )  # fmt: skip


@pytest.mark.rule("U-57")
def test_a_wrong_scan_stays_with_its_reason_until_it_is_taken_off(as_clerk, desk):
    send(as_clerk, scan="boodschappen", place=desk.pk)
    before = said_on(as_clerk.get(SCREEN))

    send(as_clerk, at("undo_scan", Scan.objects.get()))

    assert before == ["No device here has this number. Scan the label that begins with DB, or type its number."]
    assert said_on(as_clerk.get(SCREEN)) == []


def test_an_empty_scan_is_explained(as_clerk, desk):
    answer = send(as_clerk, scan="", place=desk.pk)

    assert (answer.status_code, answer.context["form"].errors["scan"]) == (422, ["Scan the label of a device."])


@pytest.mark.rule("L-07")
def test_a_pasted_list_is_scanned_number_by_number_once(as_clerk, desk, laptop, second_laptop):
    numbers = f"{laptop.number}\n{second_laptop.number}\r\n{laptop.number}\nniets\n"
    typed = {"numbers": numbers, "place": desk.pk, "once": uuid4()}

    answers = [as_clerk.post(f"{SCREEN}lijst/", typed) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [scan.device for scan in Scan.objects.order_by("pk")] == [laptop, second_laptop, None]


@pytest.mark.parametrize(("numbers", "field"), [("", "numbers"), ("\n".join(map(str, range(201))), "numbers")])
def test_a_pasted_list_that_cannot_be_is_explained(as_clerk, desk, numbers, field):
    answer = send(as_clerk, f"{SCREEN}lijst/", numbers=numbers, place=desk.pk)

    assert (answer.status_code, list(answer.context["pasted"].errors)) == (422, [field])


def test_the_screen_asks_the_database_as_often_for_three_as_for_one(as_clerk, desk, laptop, second_laptop):
    scan_at(as_clerk, desk, laptop)
    as_clerk.get(SCREEN)
    with CaptureQueriesContext(connection) as with_one:
        as_clerk.get(SCREEN)
    scan_at(as_clerk, desk, second_laptop)
    send(as_clerk, scan="niets", place=desk.pk)

    with CaptureQueriesContext(connection) as with_three:
        page = as_clerk.get(SCREEN)

    assert (len(page.context["shown"]), len(with_three)) == (3, len(with_one))


def test_what_somebody_waits_for_leads_to_what_can_be_done(as_clerk, desk, laptop, roza):
    flag = inventory.raise_flag(laptop, kind="investigate", note="Traag.", by=an_actor())
    a_request(roza, laptop.device_class, desk)
    inventory.clear_flag(flag, how="Nagekeken.", by=an_actor())

    scan_at(as_clerk, desk, laptop)

    (shown,) = as_clerk.get(SCREEN).context["shown"]
    assert (shown.scan.advice, shown.look_url) == ("answer", f"/balie/?q={laptop.number}")
