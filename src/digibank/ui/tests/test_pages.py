"""The living style pages, the look, errors, and what resident pages weigh."""

import brotli
import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from digibank.ui.specimen import QuestionForm, resident_page

LIMIT = 8 * 1024

pytestmark = pytest.mark.django_db

HOME = """{% extends "ui/base_resident.html" %}
{% block title %}Hulp met computer en internet{% endblock %}{% block name %}Wilgerdonk{% endblock %}
{% block languages_link %}<a class="quick" href="#languages">{% icon "language" %}Taal</a>{% endblock %}
{% block head_class %}dawn{% endblock %}
{% block main %}<div class="dawn"><div class="wrap pair home"><div class="greet"><h1>Waarmee kunnen wij u helpen?</h1>
<p>Iedereen mag komen. Hulp is gratis.</p></div>{% include "ui/drawings/people.html" %}</div></div>
<div class="wrap pair under"><div class="choices">{% include "ui/resident/choices.html" %}</div>
<div class="beside"><section><h2>Kom gerust langs</h2><p><span class="open">{% icon "check" %} Nu open, tot 16 uur</span>
Digipunt in de bibliotheek, Kerkplein 2. Een afspraak hoeft niet.</p><a class="go" href="#">Waar en wanneer</a></section>
<section><h2>Kreeg u een brief of kaart?</h2><p>Op de brief staat een code. Met die code ziet u uw afspraak.</p>
<a class="go" href="#">Ik heb een code</a></section></div></div>{% endblock %}
{% block phone %}{% include "ui/resident/phone.html" with number="03 000 01 23" call="+3230000123" when="Elke werkdag van 9 tot 16 uur." %}{% endblock %}
{% block languages %}<h2 id="languages">Andere taal</h2><ul class="links"><li><a href="#" lang="fr">Français</a></li>
<li><a href="#" lang="ar" dir="rtl">العربية</a></li><li><a href="#" lang="uk">Українська</a></li></ul>{% endblock %}
"""

QUESTION = """{% extends "ui/base_resident.html" %}{% block title %}Voor wie is het toestel?{% endblock %}
{% block main_class %}slim{% endblock %}
{% block content %}{% include "ui/resident/way.html" with back_url="/" number=2 total=5 %}{% form_errors form %}
<form method="post" action="#" novalidate>{% include "ui/resident/question.html" with field=form.who %}
{% include "ui/resident/button.html" with words="Verder" %}
{% include "ui/resident/why.html" with text="Een kind op school heeft soms een ander toestel nodig." %}
<p><a class="quit" href="/">Stoppen. Wij bewaren niets.</a></p></form>{% endblock %}
{% block phone %}{% include "ui/resident/phone.html" with number="03 000 01 23" call="+3230000123" when="Elke werkdag van 9 tot 16 uur." %}{% endblock %}
"""


def weight(page: str) -> int:
    return len(brotli.compress(page.encode(), quality=11))


def test_the_home_page_of_residents_comes_in_one_round_trip(render):
    assert weight(render(HOME, **resident_page())) <= LIMIT


def test_a_question_comes_in_one_round_trip_also_when_it_was_refused(render):
    assert weight(render(QUESTION, form=QuestionForm({}))) <= LIMIT


@pytest.mark.parametrize("page", ["ui:style", "ui:style_resident"])
def test_the_style_pages_are_there_for_everybody(client, page):
    answer = client.get(reverse(page))

    assert answer.status_code == 200


def test_the_style_page_shows_every_icon_and_every_colour(client):
    page = client.get(reverse("ui:style"))

    assert [name for name in page.context["icons"] if f"<small>{name}</small>" not in page.text] == []
    assert [colour for colour in page.context["colours"] if f'class="swatch-{colour}"' not in page.text] == []


def test_a_look_is_remembered_and_leads_back(client):
    answer = client.post(reverse("ui:look"), {"theme": "dark", "back": "/stijl/"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/stijl/")
    assert answer.cookies["look"].value == "dark"


def test_single_keys_can_be_switched_off(client):
    answer = client.post(reverse("ui:look"), {"keys": "off", "back": "/stijl/"})

    assert answer.cookies["keys"].value == "off"


@pytest.mark.parametrize("back", ["", "https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_look_never_leads_to_another_site(client, back):
    answer = client.post(reverse("ui:look"), {"theme": "unknown", "back": back})

    assert (answer.headers["Location"], dict(answer.cookies)) == ("/", {})


def test_a_look_is_only_changed_by_sending_a_form(client):
    assert client.get(reverse("ui:look")).status_code == 405


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_error_pages_say_what_to_do_now_without_any_context(name):
    page = render_to_string(f"{name}.html")

    assert "<h2>What can you do now?</h2>" in page
    assert page.count("<h1>") == 1


def test_a_page_that_does_not_exist_says_so(client):
    answer = client.get("/bestaat-niet/")

    assert answer.status_code == 404
    assert '<a class="button" href="/">' in answer.text
