"""The pages of locked devices: who may open them, what they do, and what they say when they refuse."""

from datetime import timedelta
from io import BytesIO

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, Release
from digibank.donations.releases import release_pdf
from digibank.donations.tests.factories import ADDRESS, a_donation, a_donor, given
from digibank.inventory.tests.factories import a_depot
from digibank.organisations.tests.factories import an_association

OF_A_DONATION = ["releases_of", "release_letter", "ask_release", "remind_donor"]
OF_A_RELEASE = ["answer_release", "ask_again", "look_at_release"]
OPENED = ["releases", "releases_of", "release_letter"]


@pytest.fixture
def release(donation) -> Release:
    device = given(donation, vendor="Samsung", product="Galaxy Tab A", serial="R52N70")
    return actions.ask_release(device, lock="google", by=an_actor())


def url(name, key=None):
    return reverse(f"donations:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def addresses(release) -> dict[str, str]:
    about = dict.fromkeys(OF_A_DONATION, release.donation_id) | dict.fromkeys(OF_A_RELEASE, release.pk)
    return {"releases": url("releases")} | {name: url(name, key) for name, key in about.items()}


def answers(client, pages) -> dict[str, int]:
    return {name: (client.get(at) if name in OPENED else client.post(at)).status_code for name, at in pages.items()}


def test_technicians_and_coordinators_open_every_page(as_technician, as_coordinator, release):
    pages = addresses(release)

    for client in (as_technician, as_coordinator):
        assert {name: client.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)


def test_only_a_technician_says_that_a_device_is_free(as_technician, as_coordinator, release):
    actions.tell_released(release, by=an_actor())
    page = url("look_at_release", release.pk)

    by_coordinator = as_coordinator.post(page, {"found": "free"}).status_code
    by_technician = as_technician.post(page, {"found": "free"}).status_code

    assert (by_coordinator, by_technician) == (403, 303)
    assert Release.objects.get().is_free
    assert "Looked at: no account locks it any more." in text_of(
        as_technician.get(url("releases_of", release.donation_id))
    )


@pytest.mark.rule("D-03")
def test_a_lending_clerk_sees_no_locked_devices(as_clerk, release):
    pages = addresses(release)

    assert answers(as_clerk, pages) == dict.fromkeys(pages, 403)


@pytest.mark.rule("D-03")
def test_a_technician_of_another_association_finds_nothing(db, release):
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    stranger = logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))
    pages = {name: at for name, at in addresses(release).items() if name != "releases"}

    assert answers(stranger, pages) == dict.fromkeys(pages, 404)
    assert release.device.number not in text_of(stranger.get(url("releases"), {"shown": "all"}))


@pytest.mark.rule("D-22")
def test_a_device_is_put_on_the_list_from_its_donation(as_technician, donation):
    device = given(donation, vendor="Apple", serial="C02X")
    page = as_technician.get(url("releases_of", donation.pk), {"toestel": device.pk})

    answer = as_technician.post(url("ask_release", donation.pk), {"device": device.pk, "lock": "apple"})

    assert str(page.context["ask_form"]["device"].value()) == str(device.pk)
    assert (answer.status_code, answer["Location"]) == (303, url("releases_of", donation.pk))
    shown = text_of(as_technician.get(answer["Location"]))
    told = [device.number, "C02X", "Apple account (iCloud)", "Choose “Remove this device”", "Letter to the donor"]
    assert [words for words in told if words not in shown] == []


def test_a_device_of_another_donation_is_no_choice(as_technician, donation, depot):
    elsewhere = given(a_donation(depot))

    answer = as_technician.post(url("ask_release", donation.pk), {"device": elsewhere.pk, "lock": "apple"})

    assert (answer.status_code, Release.objects.count()) == (422, 0)


@pytest.mark.parametrize(("answer", "state"), [("released", "told"), ("cannot", "cannot"), ("for_parts", "for_parts")])
def test_what_the_donor_says_on_the_telephone_is_written_down(as_coordinator, release, answer, state):
    sent = as_coordinator.post(url("answer_release", release.pk), {"answer": answer})

    kept = Release.objects.get()
    assert (sent.status_code, kept.state, kept.told_by.user.username) == (303, state, "cor")


@pytest.mark.rule("D-24")
def test_still_locked_asks_the_donor_again(as_technician, release):
    actions.tell_released(release, by=an_actor())

    sent = as_technician.post(url("look_at_release", release.pk), {"found": "locked"})

    assert (sent.status_code, Release.objects.get().state) == (303, "asked")


def test_a_refusal_says_why_and_keeps_the_page(as_technician, release):
    actions.confirm_free(release, how="Nagekeken.", by=an_actor())

    pages = [
        as_technician.post(url("answer_release", release.pk), {"answer": "released"}),
        as_technician.post(url("ask_again", release.pk)),
        as_technician.post(url("look_at_release", release.pk), {"found": "free"}),
    ]
    reminded = as_technician.post(url("remind_donor", release.donation_id))

    free = f"{release.device.number} is free already. Nothing is left to do."
    assert [(page.status_code, free in text_of(page)) for page in pages] == [(422, True)] * 3
    assert (reminded.status_code, "There is nothing left to ask this donor." in text_of(reminded)) == (422, True)
    assert as_technician.get(url("release_letter", release.donation_id)).status_code == 404


@pytest.mark.rule("D-23")
@pytest.mark.usefixtures("on_a_monday")
def test_the_list_shows_who_is_to_be_reminded_and_what_is_too_late(technician, donation):
    actions.ask_release(given(donation), lock="managed", by=an_actor())
    clock.pass_time(days=30)
    client = logged_in(technician)

    seen = {shown: len(client.get(url("releases"), {"shown": shown}).context["page"].rows) for shown in
            ("", "open", "to_check", "to_remind", "too_late", "all")}  # fmt: skip
    sent = client.post(url("remind_donor", donation.pk))
    after = {shown: len(client.get(url("releases"), {"shown": shown}).context["page"].rows) for shown in
             ("to_remind", "too_late")}  # fmt: skip

    assert seen == {"": 1, "open": 1, "to_check": 0, "to_remind": 1, "too_late": 1, "all": 1}
    assert (sent.status_code, after) == (303, {"to_remind": 0, "too_late": 1})


def test_three_devices_take_as_many_queries_as_one(as_technician, donation, depot):
    def queries():
        counts = []
        for page in (url("releases"), url("releases_of", donation.pk)):
            with CaptureQueriesContext(connection) as asked:
                as_technician.get(page)
            counts.append(len(asked))
        return counts

    actions.ask_release(given(donation, serial="A1"), lock="google", by=an_actor())
    queries()
    one = queries()
    for serial in ("B2", "C3"):
        actions.tell_cannot(
            actions.ask_release(given(donation, serial=serial), lock="apple", by=an_actor()), by=an_actor()
        )
    actions.ask_release(given(a_donation(depot)), lock="google", by=an_actor())

    assert queries() == one


@pytest.mark.once
@pytest.mark.rule("D-22")
def test_the_letter_names_each_device_its_lock_and_the_steps(depot, settings):
    settings.LANGUAGE_CODE = "en"
    donor = a_donor(depot.organisation, "Drukkerij De Linde", is_legal_person=True, contact="An Peeters", **ADDRESS)
    donation = a_donation(depot, donor=donor)
    with_serial, without = given(donation, vendor="Apple", product="iPad", serial="DMPX"), given(donation)
    actions.ask_release(with_serial, lock="apple", by=an_actor())
    actions.ask_release(without, lock="firmware", by=an_actor())

    pages = PdfReader(BytesIO(release_pdf(Donation.objects.get()))).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())

    told = [
        "Drukkerij De Linde", "An Peeters", "Heidestraat 5", "2399 Wilgerdonk", donation.number,
        with_serial.number, "Apple iPad", "DMPX", without.number, "Choose “Remove this device”",
        "Come by, or send whoever manages your computers.", "Never tell us a password or a code.", depot.phone,
    ]  # fmt: skip
    assert [said for said in told if said not in words] == []
    assert "Google" not in words


@pytest.mark.once
def test_somebody_who_gave_no_name_gets_the_list_at_the_counter(depot):
    donation = a_donation(depot, donor=None)
    actions.ask_release(given(donation), lock="google", by=an_actor())

    assert release_pdf(donation).startswith(b"%PDF")


def test_the_day_of_asking_stands_on_the_page(as_technician, release):
    Release.objects.filter(pk=release.pk).update(asked_on=clock.today() - timedelta(days=31))

    assert "longer than 30 days" in text_of(as_technician.get(url("releases_of", release.donation_id)))
