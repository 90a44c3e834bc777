"""The promises of promises.py hold for the whole house, and each of them bites when it is broken."""

from types import SimpleNamespace

import pytest
from django.db.models import TextChoices
from django.http import HttpResponse
from django.urls import get_resolver, include, path
from django.views.decorators.http import require_POST, require_safe

from digibank.accounts.models import Membership, User
from digibank.accounts.rights import MEANING, Can
from digibank.agenda import events as agenda
from digibank.comms import events as comms
from digibank.comms.models import Attempt
from digibank.desk import timeline
from digibank.donations import events as donations
from digibank.flow import Flow, Step
from digibank.helpdesk import events as helpdesk
from digibank.inventory import events as inventory
from digibank.lending import events as lending
from digibank.logistics import events as logistics
from digibank.organisations.models import Organisation, Place
from digibank.people import events as people
from digibank.people.models import Person, Verdict
from digibank.refurbishment import events as refurbishment
from digibank.refurbishment.models import Handwork
from digibank.spreading import events as spreading
from digibank.support import events as support
from digibank.ui.limits import limited
from digibank.workforce import events as workforce
from tests import promises

pytestmark = pytest.mark.once

EVENTS = {
    events.__name__.split(".")[1]: events
    for events in (
        agenda,
        comms,
        donations,
        helpdesk,
        inventory,
        lending,
        logistics,
        people,
        refurbishment,
        spreading,
        support,
        workforce,
    )
}
# Verbs that the code puts together, and from what.
MADE_VERBS = {
    "comms.x": [f"comms.{outcome.value}" for outcome in Attempt.Outcome],
    "refurbishment.x": [f"refurbishment.{kind.value}" for kind in Handwork.Kind],
    "people.judged_x": [f"people.judged_{says.value}" for says in Verdict.Says],
}
MODULES = promises.modules()
TEMPLATES = promises.templates()


# What stands among the actions and is none, and why.
UNLIKE_ACTIONS = {
    "digibank/audit/actions.py": "writes the trail itself, within the transaction of an action",
    "digibank/work/actions.py": "runs jobs; each job acts in its own name",
    "store: decorate": "writes the file before the transaction, so that no row is left without a file",
}


# Where chance makes something that is no secret, and why it may.
CHANCE_ON_PURPOSE = {
    "digibank/agenda/code_words.py": "a word that two people say to each other once, at a door; it opens nothing of ours",
    "digibank/numbers.py": "makes the secrets",
    "digibank/work/worker.py": "a name that tells two workers apart",
    "digibank/comms/jobs.py": "a name that tells two workers apart",
}


def broken(check, files) -> dict[str, object]:
    """The files that break a promise, and how."""
    return {name: complaint for name, source in files.items() if (complaint := check(source))}


def app_of(file: str) -> str:
    return file.split("/")[1]


@pytest.mark.rule("A-03")
def test_every_page_says_what_it_needs_or_that_it_is_public():
    assert promises.silent_pages(get_resolver().url_patterns) == []


@pytest.mark.rule("V-03")
def test_every_form_that_everybody_may_send_says_how_often():
    assert promises.unlimited_posts(get_resolver().url_patterns) == []


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
    # What runs on the bench, without Digibank, has no clock of ours.
    ours = {file: source for file, source in MODULES.items() if "/bench/" not in file}
    elsewhere = {file: source for file, source in ours.items() if file != "digibank/clock.py"}

    assert broken(promises.clocks, elsewhere) == {}


@pytest.mark.rule("V-01")
def test_no_secret_can_be_guessed():
    shipped = {file: source for file, source in MODULES.items() if app_of(file) != "demo"}

    weak = broken(promises.weak_randomness, shipped)

    assert {file: lines for file, lines in weak.items() if file not in CHANCE_ON_PURPOSE} == {}


def test_functions_fit_on_a_screen():
    assert broken(promises.long_functions, MODULES) == {}


def test_nineteen_files_in_twenty_are_short():
    assert promises.long_files(MODULES) == []


def test_relations_name_their_class():
    assert broken(promises.keys_by_text, MODULES) == {}


def test_no_sentence_is_hidden_from_who_translates():
    assert broken(promises.hidden_sentences, MODULES) == {}
    assert promises.hidden_sentences("told = f\"{so} {_('far')}\"\n") == [1]


def test_verbs_of_the_trail_begin_with_their_app():
    strange = {file: promises.strange_verbs(app_of(file), source) for file, source in MODULES.items()}

    assert {file: verbs for file, verbs in strange.items() if verbs} == {}


def test_what_happens_from_people_upwards_has_words_and_words_are_for_what_happens():
    height = promises.layers()
    told_by_app = {app: words.TOLD for app, words in EVENTS.items()}

    recorded = [
        made
        for file, source in MODULES.items()
        if height.get(app_of(file), -1) >= height["people"]
        for verb in promises.verbs(source)
        for made in MADE_VERBS.get(verb, [verb])
    ]

    assert promises.unlike(recorded, [verb for told in told_by_app.values() for verb in told]) == []
    assert {verb: words for told in told_by_app.values() for verb, words in told.items()} == timeline.WORDS


def test_each_model_about_somebody_says_of_each_field_whether_it_is_personal():
    answers = {model._meta.label: promises.unclassified(model) for model in promises.our_models()}

    assert {label: fields for label, fields in answers.items() if fields} == {}


def test_every_right_has_a_meaning():
    assert promises.unlike(Can, MEANING) == []


def test_every_state_of_a_flow_can_be_reached():
    answers = {name: promises.stranded(flow) for name, flow in promises.our_flows().items()}

    assert {name: states for name, states in answers.items() if states} == {}
    assert {"DEVICE_FLOW", "LOAN_FLOW", "MESSAGE_FLOW"} <= set(answers)


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


def test_a_form_for_everybody_without_a_limit_is_noticed():
    views = [open_page, require_safe(open_page), limited(5, seconds=60)(open_page), page, require_POST(open_page)]
    reads_often = limited(5, seconds=60, methods=("GET",))(open_page)
    patterns = [path(f"{number}/", view) for number, view in enumerate([*views, reads_often])]

    assert promises.unlimited_posts([path("", include(patterns))]) == ["0/", "4/", "5/"]


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
    (promises.states_set_by_hand, "rows.filter(pk=1).update(state='out')\nrows.update(taken=1)\nwhole.update(s)", [1]),
    (promises.states_set_by_hand, "state = loan.state\nif loan.state == 'out': pass", []),
    (promises.imports_inside, "import re\ndef lend():\n    if 1:\n        from os import path", [4]),
    (promises.signals, "from django.db.models.signals import post_save", [1]),
    (promises.signals, "@dispatch.receiver(saved)\ndef on_save(): ...", [1]),
    (promises.signals, "from digibank import clock", []),
    (promises.clocks, "at = datetime.now(UTC)", [1]),
    (promises.clocks, "at = field(default=timezone.now)\nday = date.today()", [1, 2]),
    (promises.clocks, "day = datetime.date.today()\nfrom django.utils.timezone import now", [1, 2]),
    (promises.clocks, "at = time.time()\nday = timezone.localdate()\nat = datetime.utcnow()", [1, 2, 3]),
    (promises.clocks, "at = clock.now()\nday = clock.today()\nd = moment.date()", []),
    (promises.weak_randomness, "import random\nfrom random import choice\nfrom secrets import choice", [1, 2, 3]),
    (promises.weak_randomness, "code = random.randint(1, 6)\nlink = get_random_string(40)\nkey = uuid1()", [1, 2, 3]),
    (
        promises.weak_randomness,
        "a = secrets.token_hex(8)\nb = secrets.choice(x)\nc = secrets.token_hex(size)",
        [1, 2, 3],
    ),
    (promises.weak_randomness, "link_token = uuid4()\nrow(token=uuid4)\nsecret: str = str(uuid4())", [1, 2, 3]),
    (promises.weak_randomness, "a = secrets.token_hex(16)\nkey = uuid4()\nb = secrets.token_urlsafe()", []),
    (promises.weak_randomness, "from digibank.people.secrets import refuse_secrets\nlink = numbers.secret()", []),
    (promises.long_functions, "def long():\n" + "    x = 1\n" * promises.LONGEST_FUNCTION, ["long"]),
    (promises.long_functions, "def short():\n" + "    x = 1\n" * (promises.LONGEST_FUNCTION - 1), []),
    (promises.keys_by_text, "x = models.ForeignKey('accounts.User')\ny = models.OneToOneField(to='User')", [1, 2]),
    (promises.keys_by_text, "x = models.ForeignKey('self')\ny = models.ForeignKey(User)", []),
    (promises.verbs, "record('a.b', x)\naudit.record_each(f'c.d_{e}', y)\nrecord(verb, z)", ["a.b", "c.d_x", "verb"]),
    (promises.loose_style, "<p style='color:red'>", ["style="]),
    (promises.loose_style, "<style>{% resident_style %}</style>", []),
    (promises.loose_style, "<style>p{}</style><script>go()</script>", ["<style", "<script>"]),
    (promises.loose_style, '<a onclick="go()" href="javascript:go()">', ['onclick="', 'href="javascript:']),
    (promises.loose_style, '<script src="x.js"></script><link rel="stylesheet" href="x.css">', []),
]


LONG, SHORT = "x = 1\n" * (promises.LONGEST_FILE + 1), "x = 1\n" * promises.LONGEST_FILE


@pytest.mark.parametrize(
    ("shorts", "longs", "complaints"),
    [(19, 1, []), (18, 1, ["long-0"]), (38, 2, []), (37, 2, ["long-0", "long-1"])],
)
def test_more_than_one_long_file_in_twenty_is_noticed(shorts, longs, complaints):
    files = {f"short-{n}": SHORT for n in range(shorts)} | {f"long-{n}": LONG for n in range(longs)}

    assert promises.long_files(files) == complaints


def test_a_right_without_meaning_and_a_meaning_without_right_are_noticed():
    some = {can: words for can, words in MEANING.items() if can is not Can.LEND}

    assert promises.unlike(Can, some) == ["lending.lend"]
    assert promises.unlike(Can, {**MEANING, "lending.give_away": "give devices away"}) == ["lending.give_away"]


class Tide(TextChoices):
    LOW = "low"
    HIGH = "high"
    SPRING = "spring"


RISE = Step("rise", (Tide.LOW,), Tide.HIGH)


@pytest.mark.parametrize(
    ("steps", "complaints"),
    [
        ([RISE, Step("swell", (Tide.HIGH,), Tide.SPRING)], []),
        ([RISE], ["spring"]),
        ([RISE, Step("swell", (Tide.SPRING,), Tide.SPRING)], ["spring"]),
        ([RISE, Step("swell", (Tide.HIGH, "flood"), Tide.SPRING), Step("flood", (Tide.HIGH,), "flood")], ["flood"]),
    ],
)
def test_a_state_that_nothing_reaches_or_that_is_none_is_noticed(steps, complaints):
    assert promises.stranded(Flow(Tide.LOW, *steps)) == complaints


@pytest.mark.parametrize(("check", "source", "complaints"), BITES)
def test_a_broken_promise_is_noticed(check, source, complaints):
    assert check(source) == complaints


def test_a_verb_without_words_and_words_without_a_verb_are_noticed():
    assert promises.unlike(["a.lent", "a.lent", "a.lost"], ["a.lent", "a.found"]) == ["a.found", "a.lost"]


@pytest.mark.parametrize(
    ("field", "privacy", "complaint"),
    [
        (None, {"id": "technical", "person": "technical"}, []),
        (None, {"id": "technical"}, ["person"]),
        (None, {"id": "technical", "person": "technical", "name": "personal"}, ["name"]),
        (Person, None, ["id", "person"]),
        (Place, None, []),
    ],
)
def test_a_field_about_somebody_that_is_not_classified_is_noticed(field, privacy, complaint):
    fields = [SimpleNamespace(name=name, concrete=True, related_model=field) for name in ("id", "person")]
    marks = {"_meta": SimpleNamespace(get_fields=lambda: fields)} | ({"privacy": privacy} if privacy else {})

    assert promises.unclassified(type("StandIn", (), marks)) == complaint


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
