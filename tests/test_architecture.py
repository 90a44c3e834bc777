"""The promises of promises.py hold for the whole house, and each of them bites when it is broken."""

import pytest
from django.http import HttpResponse
from django.urls import get_resolver, include, path

from digibank.accounts.models import Membership, User
from digibank.accounts.rights import MEANING, Can
from digibank.organisations.models import Organisation, Place
from tests import promises

pytestmark = pytest.mark.once

MODULES = promises.modules()
TEMPLATES = promises.templates()


# What stands among the actions and is none, and why.
UNLIKE_ACTIONS = {
    "digibank/audit/actions.py": "writes the trail itself, within the transaction of an action",
    "digibank/work/actions.py": "runs jobs; each job acts in its own name",
    "store: decorate": "writes the file before the transaction, so that no row is left without a file",
    "recount:": "a part of other actions, under the lock that they hold",
}


def broken(check, files) -> dict[str, object]:
    """The files that break a promise, and how."""
    return {name: complaint for name, source in files.items() if (complaint := check(source))}


def app_of(file: str) -> str:
    return file.split("/")[1]


@pytest.mark.rule("A-03")
def test_every_page_says_what_it_needs_or_that_it_is_public():
    assert promises.silent_pages(get_resolver().url_patterns) == []


@pytest.mark.rule("A-02")
def test_every_model_says_whose_its_rows_are():
    answers = {model._meta.label: promises.homeless(model, Organisation) for model in promises.our_models()}

    assert {label: answer for label, answer in answers.items() if answer} == {}


@pytest.mark.rule("A-01")
def test_every_action_names_who_acts_and_is_one_transaction():
    actions = {
        file: source
        for file, source in MODULES.items()
        if (file.endswith("/actions.py") or "/actions/" in file) and file not in UNLIKE_ACTIONS
    }

    unfit = [complaint for source in actions.values() for complaint in promises.unfit_actions(source)]

    assert actions
    assert [complaint for complaint in unfit if not complaint.startswith(tuple(UNLIKE_ACTIONS))] == []


def test_only_the_flow_sets_a_state():
    assert broken(promises.states_set_by_hand, MODULES) == {}


def test_nothing_is_imported_inside_a_function():
    assert broken(promises.imports_inside, MODULES) == {}


def test_nothing_happens_by_signal():
    assert broken(promises.signals, MODULES) == {}


def test_only_the_clock_asks_what_time_it_is():
    elsewhere = {file: source for file, source in MODULES.items() if file != "digibank/clock.py"}

    assert broken(promises.clocks, elsewhere) == {}


def test_functions_fit_on_a_screen():
    assert broken(promises.long_functions, MODULES) == {}


def test_nineteen_files_in_twenty_are_short():
    lengths = sorted(len(source.splitlines()) for source in MODULES.values())

    assert lengths[int(len(lengths) * 0.95)] <= promises.LONGEST_FILE


def test_relations_name_their_class():
    assert broken(promises.keys_by_text, MODULES) == {}


def test_verbs_of_the_trail_begin_with_their_app():
    strange = {file: promises.strange_verbs(app_of(file), source) for file, source in MODULES.items()}

    assert {file: verbs for file, verbs in strange.items() if verbs} == {}


def test_every_right_has_a_meaning():
    assert set(MEANING) == set(Can)


def test_templates_hold_no_style_and_no_script():
    assert broken(promises.loose_style, TEMPLATES) == {}


def test_templates_use_what_lies_below_them():
    upward = {file: promises.upward_uses(app_of(file), source) for file, source in TEMPLATES.items()}

    assert {file: apps for file, apps in upward.items() if apps} == {}


# Each promise bites.


def page(request):
    return HttpResponse()


def open_page(request):
    return HttpResponse()


open_page.public = True


def test_a_page_that_says_nothing_is_noticed_however_deep_it_lies():
    deep = [path("outer/", include([path("inner/", page), path("open/", open_page)]))]

    assert promises.silent_pages(deep) == ["inner/"]


def stand_in(**marks):
    return type("StandIn", (), {"_meta": Membership._meta, **marks})


@pytest.mark.parametrize(
    ("marks", "complaint"),
    [
        ({}, "say either scope_path or public"),
        ({"public": "It is so because.", "scope_path": "organisation"}, "say either scope_path or public"),
        ({"public": True}, "say in a sentence why it is public"),
        ({"public": ""}, "say in a sentence why it is public"),
        ({"scope_path": "municipality"}, "municipality leads nowhere"),
        ({"scope_path": "role__organisation"}, "role__organisation leads nowhere"),
        ({"scope_path": "user"}, f"user leads to {User}"),
        ({"scope_path": "place"}, f"place leads to {Place}"),
        ({"scope_path": "place__organisation"}, ""),
        ({"public": "Everybody may see it."}, ""),
    ],
)
def test_a_model_whose_rows_are_nobodys_is_noticed(marks, complaint):
    assert promises.homeless(stand_in(**marks), Organisation) == complaint


GOOD_ACTION = "@transaction.atomic\ndef lend(loan, *, by): ...\ndef _part(): ..."
BITES = [
    (promises.unfit_actions, GOOD_ACTION, []),
    (promises.unfit_actions, GOOD_ACTION.replace("*, by", "by"), ["lend: who acts? Take `by` by keyword."]),
    (promises.unfit_actions, "def lend(loan, *, by): ...", ["lend: decorate with transaction.atomic."]),
    (promises.states_set_by_hand, "loan.state = 'out'", [1]),
    (promises.states_set_by_hand, "loan.state: str = 'out'\nx.y, loan.state = 1, 2", [1, 2]),
    (promises.states_set_by_hand, "state = loan.state\nif loan.state == 'out': pass", []),
    (promises.imports_inside, "import re\ndef lend():\n    if 1:\n        from os import path", [4]),
    (promises.signals, "from django.db.models.signals import post_save", [1]),
    (promises.signals, "@dispatch.receiver(saved)\ndef on_save(): ...", [1]),
    (promises.signals, "from digibank import clock", []),
    (promises.clocks, "at = datetime.now(UTC)", [1]),
    (promises.clocks, "at = field(default=timezone.now)\nday = date.today()", [1, 2]),
    (promises.clocks, "day = datetime.date.today()\nfrom django.utils.timezone import now", [1, 2]),
    (promises.clocks, "at = clock.now()\nday = clock.today()\nd = moment.date()", []),
    (promises.long_functions, "def long():\n" + "    x = 1\n" * promises.LONGEST_FUNCTION, ["long"]),
    (promises.long_functions, "def short():\n" + "    x = 1\n" * (promises.LONGEST_FUNCTION - 1), []),
    (promises.keys_by_text, "x = models.ForeignKey('accounts.User')\ny = models.OneToOneField(to='User')", [1, 2]),
    (promises.keys_by_text, "x = models.ForeignKey('self')\ny = models.ForeignKey(User)", []),
    (promises.verbs, "record('a.b', x)\naudit.record(f'c.d_{e}', y)\nrecord(verb, z)", ["a.b", "c.d_x", "verb"]),
    (promises.loose_style, "<p style='color:red'>", ["style="]),
    (promises.loose_style, "<style>{% resident_style %}</style>", []),
    (promises.loose_style, "<style>p{}</style><script>go()</script>", ["<style", "<script>"]),
    (promises.loose_style, '<a onclick="go()" href="javascript:go()">', ['onclick="', 'href="javascript:']),
    (promises.loose_style, '<script src="x.js"></script><link rel="stylesheet" href="x.css">', []),
]


@pytest.mark.parametrize(("check", "source", "complaints"), BITES)
def test_a_broken_promise_is_noticed(check, source, complaints):
    assert check(source) == complaints


@pytest.mark.parametrize("verb", ["accounts.lent", "lending.Lent", "lending.lent out", "lent", "lending."])
def test_a_strange_verb_is_noticed(verb):
    assert promises.strange_verbs("lending", f"record('{verb}', loan, by=by)") == [verb]
    assert promises.strange_verbs("lending", "record('lending.handed_over', loan, by=by)") == []


@pytest.mark.parametrize(
    ("app", "source", "upward"),
    [
        ("accounts", "{% url 'desk:home' %}", ["desk"]),
        ("accounts", '{% include "website/phone.html" %}{% extends "ui/base_staff.html" %}', ["website"]),
        ("website", "{% url 'desk:home' %}", ["desk"]),
        ("desk", "{% url 'accounts:account' %}{% url 'desk:home' %}", []),
    ],
)
def test_a_template_that_reaches_up_is_noticed(app, source, upward):
    assert promises.upward_uses(app, source) == upward
