"""At the counter: coming in, working within one place, changing hands, locking; and nowhere else."""

from http.cookies import Morsel

import pytest
from conftest import logged_in
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.rights import Can, Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.badges import actions
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.session import TO_TYPE
from digibank.badges.tests.factories import CODE, OTHER_CODE, a_badge, a_computer, a_window, come_in, scan, type_code
from digibank.organisations.tests.factories import a_desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]

COUNTER, CODE_PAGE, DESK = reverse("badges:counter"), reverse("badges:code"), reverse("desk:home")
LOG_IN, LOCK, HERE = reverse("accounts:log_in"), reverse("badges:lock"), reverse("badges:still_here")
WRONG = "7391"
COOKIE = settings.COUNTER_COOKIE_NAME
MADE = ["badges.computer_registered", "badges.badge_issued"]


def is_in(window: Client) -> bool:
    return window.get(DESK).status_code == 200


def verbs() -> list[str]:
    """What the trail tells of badges since they were made."""
    told = Event.objects.filter(verb__startswith="badges.").exclude(verb__in=MADE)
    return list(told.order_by("pk").values_list("verb", flat=True))


def test_the_log_in_of_a_shared_computer_is_the_counter_screen(window, client):
    there, elsewhere = window.get(LOG_IN, {"next": DESK}), client.get(LOG_IN)
    with_password = window.get(LOG_IN, {"met-wachtwoord": "1"})

    assert (there.status_code, there["Location"]) == (303, COUNTER)
    assert (elsewhere.status_code, with_password.status_code) == (200, 200)
    assert "met-wachtwoord" in window.get(COUNTER).content.decode()


def test_scan_code_desk(window, lies, clerk, computer, desk):
    badge, content = lies

    scanned = scan(window, content)
    asked = window.get(CODE_PAGE).content.decode()
    entered = type_code(window)
    shown = window.get(DESK).content.decode()

    assert (scanned["Location"], entered["Location"]) == (CODE_PAGE, DESK)
    assert "Lies" in asked
    assert content not in asked
    assert "Lies</b> · Balie links" in shown
    event = Event.objects.get(verb="badges.came_in")
    assert event.actor == clerk.actor
    assert set(event.subjects.values_list("kind", "key")) == {
        ("badges.badge", badge.pk), ("badges.sharedcomputer", computer.pk), ("organisations.place", desk.pk),
    }  # fmt: skip


@pytest.mark.rule("B-01")
def test_the_secret_of_a_computer_is_out_of_reach_of_scripts_and_other_sites(window, settings):
    settings.SESSION_COOKIE_SECURE = True

    kept: Morsel = window.get(COUNTER).cookies[COOKIE]

    assert (kept["httponly"], kept["samesite"], kept["secure"], kept["path"]) == (True, "Strict", True, "/")
    assert kept["max-age"] > 365 * 24 * 3600


@pytest.mark.rule("B-02")
def test_a_badge_opens_nothing_at_a_computer_that_is_not_registered(client, lies):
    _badge, content = lies

    answers = [client.get(COUNTER), scan(client, content), client.get(CODE_PAGE), type_code(client)]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert not is_in(client)
    assert verbs() == ["badges.refused"]


@pytest.mark.rule("B-02")
def test_a_stolen_session_opens_nothing_and_ends(window, lies):
    come_in(window, lies[1])
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = window.cookies[settings.SESSION_COOKIE_NAME].value

    taken = thief.get(DESK)

    assert (taken.status_code, taken["Location"]) == (303, f"{COUNTER}?waarom=ended")
    assert not is_in(window)
    assert Event.objects.latest("pk").facts["why"] == "elsewhere"


@pytest.mark.rule("B-02")
def test_a_session_does_not_move_to_another_shared_computer(window, lies, desk):
    come_in(window, lies[1])
    _other, secret = a_computer(desk, "Balie rechts")
    window.cookies[COOKIE] = secret

    assert not is_in(window)


@pytest.mark.rule("B-02")
@pytest.mark.parametrize("ends", ["computer", "badge", "block", "account", "role", "password"])
def test_what_ended_opens_no_further_page(window, lies, computer, clerk, ends):
    come_in(window, lies[1])
    before = is_in(window)

    by = an_actor()
    {
        "computer": lambda: actions.end_computer(computer, by=by),
        "badge": lambda: actions.end_badge(lies[0], by=by),
        "block": lambda: Badge.objects.update(wrong_tries=5, blocked_at=clock.now()),
        "account": lambda: accounts.bar(clerk, by=by),
        "role": lambda: accounts.end_role(clerk.memberships.get(), by=by),
        "password": lambda: accounts.set_password(clerk, password="vier andere woorden hier", by=by),
    }[ends]()

    assert before
    assert not is_in(window)


@pytest.mark.rule("B-02")
def test_an_ended_computer_shows_the_log_in_and_takes_no_badge(window, lies, computer):
    actions.end_computer(computer, by=an_actor())

    assert window.get(LOG_IN).status_code == 200
    assert scan(window, lies[1]).status_code == 403


@pytest.mark.rule("B-03")
def test_at_a_place_without_a_role_nobody_comes_in(lies, other_town):
    window = a_window(a_computer(a_desk(other_town))[1])

    answer = come_in(window, lies[1])

    assert (answer.status_code, "You have no role at this place" in answer.content.decode()) == (422, True)
    assert not is_in(window)
    assert Event.objects.latest("pk").facts == {"why": "no_role"}


@pytest.mark.rule("B-03")
def test_only_the_roles_of_this_place_count(town, other_town, desk, association):
    both = a_user("bea", "Bea Beide", town, Role.LENDING_CLERK, place=desk)
    accounts.give_role(both, organisation=other_town, role=Role.TECHNICIAN, by=an_actor())
    accounts.give_role(both, organisation=association, role=Role.COORDINATOR, by=an_actor())
    anywhere = {can for can in Can if both.may(can)}

    both.confine_to(desk)

    assert (both.role, both.sits_at, both.seat.place) == (Role.LENDING_CLERK, desk.name, desk)
    assert {frozenset({town.pk})} == {keys for keys in both.reach.values() if keys}
    assert Can.PREPARE_DEVICES in anywhere
    assert not both.may(Can.PREPARE_DEVICES)


@pytest.mark.rule("B-03")
def test_a_role_for_the_whole_organisation_counts_at_its_places_and_never_reaches_members(depot, coordinator, town):
    before = coordinator.reach[Can.SEE_DEVICES]

    coordinator.confine_to(depot)

    assert town.pk in before
    assert coordinator.reach[Can.SEE_DEVICES] == {depot.organisation_id}


@pytest.mark.rule("B-03")
def test_pages_of_another_place_are_not_there(window, town, other_town, desk, a_resident):
    both = a_user("bea", "Bea Beide", town, Role.LENDING_CLERK, place=desk)
    accounts.give_role(both, organisation=other_town, role=Role.LENDING_CLERK, by=an_actor())
    here, there = a_resident(town, "Roza Hier"), a_resident(other_town, "Rik Daar")
    pages = [reverse("desk:person", args=[person.pk]) for person in (here, there)]

    come_in(window, a_badge(both)[1])

    assert [window.get(page).status_code for page in pages] == [200, 404]
    assert [logged_in(both).get(page).status_code for page in pages] == [200, 200]


@pytest.mark.rule("B-04")
def test_with_a_badge_no_account_is_kept(depot, administrator):
    window = a_window(a_computer(depot)[1])
    come_in(window, a_badge(administrator)[1])
    pages = [
        "accounts:account",
        "accounts:colleagues",
        "badges:own",
        "badges:badges",
        "badges:computers",
        "badges:register",
    ]
    acts = [reverse("badges:lost"), reverse("badges:end_badge", args=[administrator.pk])]

    answers = {page: window.get(reverse(page)).status_code for page in pages}

    assert is_in(window)
    assert answers == dict.fromkeys(pages, 403)
    assert [window.post(act).status_code for act in acts] == [403, 403]
    assert Badge.objects.open().count() == 1


def test_what_is_no_badge_is_refused_in_words(window, lies):
    actions.end_badge(lies[0], by=an_actor())

    said = [scan(window, text).content.decode() for text in ("DB-004217-7", "", lies[1])]

    assert ["This is no badge" in page for page in said] == [True, True, False]
    assert "opens nothing any more" in said[2]


def test_the_code_is_asked_right_after_the_scan(window, lies):
    scan(window, lies[1])
    clock.pass_time(seconds=TO_TYPE + 1)

    late = type_code(window)

    assert late["Location"] == f"{COUNTER}?waarom=late"
    assert "came too late" in window.get(late["Location"]).content.decode()
    assert not is_in(window)


@pytest.mark.rule("B-06")
def test_five_wrong_codes_block_a_badge_until_it_is_lifted(window, lies):
    scan(window, lies[1])

    pages = [type_code(window, WRONG) for _try in range(5)]
    right = come_in(window, lies[1])
    actions.lift_block(lies[0], by=an_actor())
    lifted = come_in(window, lies[1])

    assert [page.status_code for page in pages] == [422] * 5
    assert "4 tries are left" in pages[0].content.decode()
    assert "One try is left" in pages[3].content.decode()
    assert WRONG not in pages[0].content.decode()
    assert all("blocked" in page.content.decode() for page in (pages[4], right))
    assert lifted["Location"] == DESK
    assert verbs() == [
        *["badges.code_wrong"] * 5, "badges.badge_blocked", "badges.badge_unblocked", "badges.came_in",
    ]  # fmt: skip


@pytest.mark.rule("B-06")
def test_a_right_code_forgets_the_wrong_ones(window, lies):
    scan(window, lies[1])
    type_code(window, WRONG)
    type_code(window)

    assert Badge.objects.get().wrong_tries == 0


@pytest.mark.rule("B-06")
def test_many_wrong_codes_of_many_badges_brake_a_computer_for_a_while(window, lies, toon, computer):
    SharedComputer.objects.update(wrong_codes=SharedComputer.BRAKE_AFTER - 1, counted_from=clock.now())
    come_in(window, toon[1], WRONG)

    braked = come_in(window, lies[1])
    clock.pass_time(minutes=15)
    later = come_in(window, lies[1], WRONG)
    counted = SharedComputer.objects.get().wrong_codes

    assert "Wait a quarter of an hour" in braked.content.decode()
    assert (later.status_code, counted) == (422, 1)
    assert type_code(window)["Location"] == DESK


def test_an_empty_code_counts_as_no_try(window, lies):
    scan(window, lies[1])

    assert (type_code(window, "").status_code, Badge.objects.get().wrong_tries) == (422, 0)


def test_a_badge_that_ended_between_scan_and_code_opens_nothing(window, lies):
    scan(window, lies[1])
    actions.end_badge(lies[0], by=an_actor())

    assert type_code(window)["Location"] == f"{COUNTER}?waarom=late"


@pytest.mark.rule("B-07")
def test_after_three_minutes_without_anybody_the_next_page_is_the_counter_screen(window, lies):
    come_in(window, lies[1])

    clock.pass_time(minutes=2)
    stayed = window.post(HERE).status_code
    clock.pass_time(minutes=2)
    still = is_in(window)
    clock.pass_time(minutes=4)
    gone = window.get(DESK)

    assert (stayed, still) == (204, True)
    assert gone["Location"] == f"{COUNTER}?waarom=idle"
    assert gone["Clear-Site-Data"] == '"cache", "storage"'
    assert "locked itself" in window.get(gone["Location"]).content.decode()
    assert Event.objects.latest("pk").facts == {"how": "idle"}


@pytest.mark.rule("B-07")
def test_a_page_that_keeps_itself_up_to_date_keeps_no_screen_open(window, lies):
    come_in(window, lies[1])

    looks = []
    for _look in range(3):
        clock.pass_time(minutes=2)
        looks.append(window.get(DESK, headers={"X-By-Itself": "1"}).status_code)

    assert looks == [200, 303, 302]


def test_who_is_out_is_told_so_in_the_background_too(window):
    assert window.post(HERE)["Location"] == COUNTER


@pytest.mark.rule("B-07")
def test_pages_of_a_badge_session_are_kept_by_no_browser(window, lies, clerk):
    come_in(window, lies[1])
    pages = [DESK, reverse("website:home"), reverse("people:people"), "/niets/"]

    assert {window.get(page)["Cache-Control"] for page in pages} == {"no-store"}
    assert "no-store" in window.get(COUNTER)["Cache-Control"]


@pytest.mark.rule("B-07")
@pytest.mark.parametrize("way", [LOCK, reverse("accounts:log_out")])
def test_locking_leaves_nothing_behind(window, lies, way):
    come_in(window, lies[1])
    key = window.session.session_key

    answer = window.post(way, follow=False)

    assert answer["Location"].startswith(COUNTER)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(window)
    assert window.session.session_key != key
    assert Event.objects.filter(verb="badges.locked").get().facts == {"how": "button"}


def test_locking_says_how(window, lies):
    come_in(window, lies[1])
    window.post(LOCK, {"how": "idle"})

    assert Event.objects.latest("pk").facts == {"how": "idle"}


@pytest.mark.rule("B-08")
def test_a_scan_over_the_work_of_another_one_locks_it_at_once(window, lies, toon):
    come_in(window, lies[1])

    scanned = scan(window, toon[1])
    between = is_in(window)
    type_code(window)

    assert (scanned["Location"], between) == (CODE_PAGE, False)
    assert "Toon</b> · Balie links" in window.get(DESK).content.decode()
    assert verbs() == ["badges.came_in", "badges.locked", "badges.switched"]
    assert ("badges.badge", lies[0].pk) in Event.objects.latest("pk").subjects.values_list("kind", "key")


@pytest.mark.rule("B-08")
@pytest.mark.parametrize("sign", ["-", ")"], ids=["our keys", "American keys"])
@pytest.mark.parametrize("way", ["get", "post"])
def test_a_badge_scanned_into_any_box_of_any_page_asks_its_code(window, lies, toon, way, sign):
    come_in(window, lies[1])
    page = {"get": DESK, "post": reverse("people:register")}[way]

    answer = getattr(window, way)(page, {"q": "e" + toon[1].replace("-", sign), "name": "x"})

    assert (answer.status_code, answer["Location"]) == (303, CODE_PAGE)
    assert "Toon" in window.get(CODE_PAGE).content.decode()


@pytest.mark.rule("B-08")
def test_no_right_no_page_and_no_word_of_the_one_before_is_left(window, lies, toon, town, a_resident):
    roza = a_resident(town, "Roza Hier")
    come_in(window, lies[1])
    page = reverse("desk:person", args=[roza.pk])
    seen = window.get(page).status_code
    register = reverse("people:register")

    come_in(window, toon[1])

    assert seen == 200
    assert [window.get(address).status_code for address in (page, reverse("people:people"), register)] == [403] * 3


@pytest.mark.rule("B-08")
def test_words_for_the_one_before_reach_nobody_else(registered, administrator, lies):
    window = logged_in(administrator)
    window.cookies[COOKIE] = registered[1]
    window.post(reverse("badges:set_code", args=[lies[0].user.pk]), {"code": OTHER_CODE, "again": OTHER_CODE})
    waiting = window.session.get("_messages")

    come_in(window, lies[1], OTHER_CODE)

    assert "The new code holds" in str(waiting)
    assert list(window.get(DESK).context["messages"]) == []


@pytest.mark.rule("B-08")
def test_a_form_opened_by_one_and_sent_after_another_came_in_is_refused_and_nothing_is_done(registered, clerk, desk):
    window = a_window(registered[1], checks_forms=True)
    enter(window, a_badge(clerk)[1])
    form = token_on(window, reverse("people:register"))
    second = a_user("mia", "Mia Morgen", desk.organisation, Role.LENDING_CLERK, place=desk)
    enter(window, a_badge(second)[1])

    answer = window.post(
        reverse("people:register"), {"csrfmiddlewaretoken": form, "name": "Roza Peeters", "prefers": "letter"}
    )

    assert answer.status_code == 403
    assert "Somebody else works here now" in answer.content.decode()
    assert "Roza" not in answer.content.decode()
    assert Event.objects.filter(verb__startswith="people.").count() == 0


def test_a_scan_ends_a_session_with_a_password_too(window, lies, administrator):
    window.force_login(administrator)

    scanned = scan(window, lies[1])

    assert (scanned["Location"], is_in(window)) == (CODE_PAGE, False)


def test_who_is_in_and_comes_to_the_counter_screen_goes_to_the_desk(window, lies):
    come_in(window, lies[1])

    assert window.get(COUNTER)["Location"] == DESK
    assert window.get(LOG_IN).status_code == 403


@pytest.mark.rule("B-02")
def test_checking_the_badge_takes_one_query(window, lies, clerk):
    come_in(window, lies[1])
    other = logged_in(clerk)
    for page in (DESK, reverse("people:people")):
        with CaptureQueriesContext(connection) as with_badge:
            window.get(page)
        with CaptureQueriesContext(connection) as with_password:
            other.get(page)

        assert len(with_badge) - len(with_password) <= 1


def test_the_day_it_was_used_last_is_kept(window, lies):
    clock.pass_time(days=3)
    come_in(window, lies[1])

    assert SharedComputer.objects.get().seen_on == clock.today()


def enter(window: Client, content: str) -> None:
    """Come in as a browser does that must send the token of each form."""
    window.post(COUNTER, {"badge": content, "csrfmiddlewaretoken": token_on(window, LOG_IN)})
    window.post(CODE_PAGE, {"code": CODE, "csrfmiddlewaretoken": token_on(window, CODE_PAGE)})
    assert is_in(window)


def token_on(window: Client, page: str) -> str:
    if is_in(window) and page == LOG_IN:
        page = DESK
    return str(window.get(page, follow=True).context["csrf_token"])
