from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory

from digibank import clock

CHECK = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4.5 12.5l5 5 10-11"/></svg>'
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def test_an_icon_is_drawn_inside_the_page_and_hidden_from_readers(render):
    drawn = render('{% icon "check" %}')

    assert drawn == CHECK


def test_arrows_turn_round_in_languages_from_right_to_left(render):
    drawn = render('{% icon "arrow" %}')

    assert drawn.startswith('<svg class="icon turn"')


def test_a_misspelt_icon_is_a_mistake_in_the_page(render):
    with pytest.raises(KeyError):
        render('{% icon "chek" %}')


def test_a_position_shows_glyph_and_words(render):
    drawn = render('{% position "ok" _("At the desk") %}')

    assert drawn == f'<span class="position ok">{CHECK}At the desk</span>'


def test_a_flag_may_choose_its_own_glyph_and_escapes_its_words(render):
    drawn = render('{% flag "stop" words "check" %}', words="<b>")

    assert drawn == f'<span class="flag stop">{CHECK}&lt;b&gt;</span>'


def test_steps_say_their_state_in_words_for_readers(render):
    done, later = render('{% step_dot "done" 1 %}'), render('{% step_dot "later" 4 %}')

    assert done == f'<i class="dot">{CHECK}<span class="unseen">Done: </span></i>'
    assert later == '<i class="dot"><span class="unseen">Later: </span>4</i>'


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (1250, "€\u00a012,50"),
        (0, "€\u00a00,00"),
        (-305, "€\u00a0−3,05"),
        (123456789, "€\u00a01.234.567,89"),
        (None, ""),
    ],
)
def test_amounts_are_written_as_in_belgium(render, cents, written):
    assert render("{{ cents|euro }}", cents=cents) == written


def test_codes_are_set_apart_and_never_turned_round(render):
    assert render("{{ number|code }}", number="DB-004217-7") == '<bdi class="code">DB-004217-7</bdi>'


def test_codes_to_copy_by_hand_stand_in_groups_of_three(render):
    assert render("{{ secret|spaced }}", secret="K7M4TQ") == '<bdi class="code">K7M\u00a04TQ</bdi>'


def test_days_are_written_in_words(render):
    with clock.at(NOON):
        written = render("{{ on|weekday }} / {{ on|day }} / {{ on|short_day }}", on=date(2025, 3, 1))

    assert written == "Saturday 1 March 2025 / 1 March 2025 / 1 March 2025"


@pytest.mark.parametrize(
    ("on", "written"),
    [
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 12, 1), "1 December"),
    ],
)
def test_days_nearby_have_a_name(render, on, written):
    with clock.at(NOON):
        assert render("{{ on|near_day }}", on=on) == written


def test_a_moment_late_in_the_evening_belongs_to_the_day_in_brussels(render):
    with clock.at(NOON):
        written = render("{{ at|moment }}", at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))

    assert written == "today, 0.30 o’clock"


def test_whole_hours_are_written_short(render):
    assert render("{{ at|hour }}", at=time(14, 0)) == "14 o’clock"


def test_a_day_on_the_page_is_also_there_for_machines(render):
    with clock.at(NOON):
        written = render("{% when on %}", on=date(2026, 12, 1))

    assert written == '<time datetime="2026-12-01">1 December</time>'


def test_the_square_to_scan_holds_its_text_and_says_so(render):
    drawn = render('{% qr "DB-004217-7" %}')

    assert drawn.startswith(
        '<svg class="qr" viewBox="0 0 25 25" role="img" aria-label="Square to scan: DB-004217-7"'
        ' shape-rendering="crispEdges"><path d="M2 2h1v1h-1z'
    )


@pytest.mark.parametrize(
    ("cookies", "attributes"),
    [
        ({}, ""),
        ({"look": "dark"}, ' data-theme="dark"'),
        ({"look": "auto"}, ""),
        ({"look": '"><script>'}, ""),
        ({"look": "contrast", "keys": "off"}, ' data-theme="contrast" data-keys="off"'),
    ],
)
def test_the_chosen_look_is_there_before_the_page_is_drawn(render, cookies, attributes):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)

    assert render("|{% look %}", request=request) == f"|{attributes}"
