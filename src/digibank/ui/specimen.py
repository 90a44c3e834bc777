"""Examples for the living style page: what a real page would hold, without a database."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.ui.charts import Chart, Series, lying, standing
from digibank.ui.fields import DayField, EurosField, HourField
from digibank.ui.icons import PATHS
from digibank.ui.templatetags.ui import code
from digibank.ui.widgets import Shelves

COLOURS = [
    "ink", "ink-2", "paper", "ground", "dawn", "dawn-2", "sun", "sun-soft", "line-mid", "line-soft", "act", "act-dot",
    "link", "ok", "ok-bg", "wait", "wait-bg", "warn", "warn-bg", "stop", "stop-bg", "rest", "rest-bg", "fig-1", "fig-2",
    "fig-3", "fig-4", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-ghost",
]  # fmt: skip
TONES = ["ok", "wait", "warn", "stop", "rest"]


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name of the place"), help_text=gettext_lazy("As people in town say it."))
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", "—"), ("desk", gettext_lazy("Lending desk")), ("point", gettext_lazy("Help point"))],
    )
    opens_on = DayField(label=gettext_lazy("Opens on"))
    from_hour = HourField(label=gettext_lazy("From"), required=False)
    deposit = EurosField(label=gettext_lazy("Deposit"), help_text=gettext_lazy("In euros, such as 12,50."))
    photo = forms.FileField(label=gettext_lazy("Photo of the door"), required=False)
    for_whom = forms.ChoiceField(
        label=gettext_lazy("For whom?"),
        choices=[("all", gettext_lazy("Everybody")), ("town", gettext_lazy("People of the town"))],
        widget=Shelves(
            icons={"all": "people", "town": "town"}, hints={"town": gettext_lazy("With a card of the town.")}
        ),
    )
    help_with = forms.MultipleChoiceField(
        label=gettext_lazy("What can people come for?"),
        choices=[
            ("lend", gettext_lazy("Borrow a device")),
            ("learn", gettext_lazy("Learn")),
            ("mend", gettext_lazy("Repair")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remark = forms.CharField(label=gettext_lazy("Remark"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    quiet = forms.BooleanField(label=gettext_lazy("There is a quiet corner"), required=False)


class QuestionForm(forms.Form):
    """One question of a resident."""

    who = forms.ChoiceField(
        label=gettext_lazy("Who is the device for?"),
        help_text=gettext_lazy("Choose what fits you."),
        choices=[
            ("me", gettext_lazy("For me")),
            ("child", gettext_lazy("For my child")),
            ("other", gettext_lazy("For somebody I help")),
            ("unknown", gettext_lazy("I do not know yet")),
        ],
        widget=Shelves(icons={"me": "person", "child": "child", "other": "bench", "unknown": "talk"}),
        error_messages={"required": gettext_lazy("Choose an answer. Not sure? Then choose the last one.")},
    )


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=gettext_lazy("Which code is on your letter?"),
        help_text=gettext_lazy("The code has six signs, such as K7M 4TQ."),
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )


def staff_page() -> dict[str, Any]:
    """Everything the staff style page shows."""
    return {
        "colours": COLOURS,
        "icons": sorted(PATHS),
        "tones": [(tone, word) for tone, word in zip(TONES, _tone_words(), strict=True)],
        "empty_form": SpecimenForm(auto_id="empty_%s"),
        "refused_form": _refused_form(),
        "acts": _acts(),
        "refused": _cannot(),
        "facts": _facts(),
        "timeline": _timeline(),
        "journey": _journey(),
        "figures": _figures(),
        "lying": _lying(),
        "standing": _standing(),
        "many": _many(),
        "deposit": 1250,
        "loss": -300,
        "secret": "K7M4TQ",
        "day": date(2026, 11, 24),
    }


def resident_page() -> dict[str, Any]:
    """Everything the resident style page shows."""
    question = QuestionForm({}, auto_id="again_%s")
    return {
        "choices": _choices(),
        "question": QuestionForm(),
        "wrong": question,
        "code_form": CodeForm(auto_id="letter_%s"),
    }


def _tone_words() -> list[str]:
    return [_("At the desk"), _("Kept until 26 November"), _("Missing"), _("Stuck"), _("Not yet")]


def _refused_form() -> SpecimenForm:
    form = SpecimenForm({"deposit": "veel", "kind": "desk", "for_whom": "all"}, auto_id="refused_%s")
    form.add_error(None, _("On Friday this place is closed. Choose another day."))
    return form


def _acts() -> list[dict[str, Any]]:
    return [
        {"title": _("Lend to request AV-01187-3"), "note": _("3 more steps: parts, lesson, signature"), "url": "#"},
        {"title": _("Open the dossier"), "url": "#"},
        {"title": _("Print the label again"), "url": "#"},
        {"title": _("Report a defect"), "url": "#"},
        {"title": _("Free it for the waiting list"), "url": "#"},
    ]


def _cannot() -> list[dict[str, str]]:
    return [
        {
            "title": _("Lend it to somebody else."),
            "reason": _("This device is kept for a request. Take another of this class, or free this one first."),
        },
        {"title": _("Send it with the round."), "reason": _("That can be done when it is free."), "icon": "truck"},
    ]


def _facts() -> list[tuple[str, str]]:
    return [
        (_("Class"), _("Laptop, 15 inch")),
        (_("Memory"), "16 GB"),
        (_("Battery"), _("79 per cent")),
        (_("Owner"), "KINA"),
    ]


def _timeline() -> list[dict[str, Any]]:
    entries = [
        ((6, 3), "gift", _("Given by a company."), _("12 devices.")),
        ((6, 12), "tool", _("Received in the workshop."), _("Label printed, battery 81 per cent.")),
        ((6, 16), "", _("Erasure refused."), _("The report said erased, but counted 3 read errors.")),
        ((6, 18), "disk-check", _("Another disk built in and erased."), _("Level Purge.")),
        ((6, 22), "", "", _("Keyboard repaired, system installed.")),
        ((6, 24), "shield-check", _("Approved"), _("by another technician.")),
        ((7, 2), "truck", _("Sent with round RI-0094."), _("Counted and in order.")),
        ((7, 9), "bench", _("Lent."), _numbered(_("Loan {}."), "UL-00711-4")),
        ((11, 24), "scan", _("Scanned at the desk."), _numbered(_("Kept for request {}."), "AV-01187-3")),
    ]
    kinds = {(6, 16): "refusal", (6, 22): "minor", (11, 24): "now"}
    return [
        {
            "on": date(2026, *on),
            "icon": icon,
            "title": title,
            "text": text,
            "kind": kinds.get(on, ""),
            "hour": _("%(hour)s o’clock") % {"hour": "10.24"},
        }
        for on, icon, title, text in entries
    ]


def _numbered(sentence: str, number: str) -> SafeString:
    return format_html(sentence, format_html('<a href="#">{}</a>', code(number)))


def _journey() -> list[dict[str, str]]:
    return [
        {"title": _("Donor"), "when": _("3 June"), "icon": "gift"},
        {"title": _("Workshop"), "when": _("12 to 24 June"), "icon": "tool"},
        {"title": _("Round"), "when": _("2 July"), "icon": "truck"},
        {"title": _("With a resident"), "when": _("9 July to 2 November"), "icon": "bench"},
        {"title": _("Erased again"), "when": _("4 November"), "icon": "disk-check"},
        {"title": _("At the desk"), "when": _("today"), "icon": "house", "state": "now"},
    ]


def _figures() -> list[dict[str, Any]]:
    return [
        {"value": 612, "label": _("lent")},
        {"value": 47, "label": _("ready")},
        {"value": 31, "label": _("waiting")},
        {"value": 9, "label": _("lessons today")},
    ]


def _lying() -> Chart:
    classes = [_("Laptop 15 inch"), _("Laptop 14 inch"), _("Tablet"), _("Desktop")]
    waiting = Series(_("waiting"), [18, 6, 7, 0], fill=2)
    ready = Series(_("ready to lend"), [12, 21, 9, 5], fill=3)
    return lying("waiting", _("Who waits, what is ready"), classes, [waiting, ready])


def _standing() -> Chart:
    weeks = ["42", "43", "44", "45", "46", "47", "48"]
    done = Series(_("done"), [14, 19, 8, 22, 25, 27, 11])
    planned = Series(_("planned"), [0, 0, 0, 0, 0, 0, 18])
    return standing("lessons", _("First lessons each week"), weeks, done, planned=planned, now=6)


def _many() -> Chart:
    towns = [_("Town of the %(number)s seats and benches") % {"number": number} for number in (40, 60, 80)]
    labels = [_("lent"), _("back"), _("late"), _("lost"), _("repaired")]
    figures = [[40, 31, 22], [28, 30, 12], [9, 12, 8], [2, 0, 3], [6, 9, 4]]
    series = [
        Series(label, values, at) for at, (label, values) in enumerate(zip(labels, figures, strict=True), start=1)
    ]
    return lying("towns", _("Five kinds of figures"), towns, series)


def _choices() -> list[dict[str, str]]:
    return [
        {"url": "#", "icon": "laptop", "title": _("I need a device"), "text": _("Borrow a laptop.")},
        {"url": "#", "icon": "sms", "title": _("My device does not work"), "text": _("We look together.")},
        {"url": "#", "icon": "book", "title": _("I want to learn"), "text": _("Step by step.")},
        {"url": "#", "icon": "wifi", "title": _("I want internet at home"), "text": _("We look for a low price.")},
        {"url": "#", "icon": "gift", "title": _("I want to give a device"), "text": _("We make it ready again.")},
    ]
