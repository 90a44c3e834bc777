"""Controls made without a template are letter for letter those that Django makes with one."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from digibank.ui.controls import CONTROLS
from digibank.ui.rendering import FormRenderer

WORDS = '<b> & "quotes"'
CHOICES = [("", _("all")), ("<a>", WORDS), ("Group & co", [(1, 1500), (2, mark_safe("<i>"))])]


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput({"maxlength": 80, "autofocus": True, "disabled": False, "title": WORDS}), WORDS),
        (forms.TextInput(), ""),
        (forms.TextInput(), None),
        (forms.NumberInput({"min": 0}), 1500),
        (forms.EmailInput(), "a@b.be"),
        (forms.HiddenInput(), mark_safe("&amp;")),
        (forms.PasswordInput(), "secret"),
        (forms.DateInput(format="%Y-%m-%d"), date(2026, 11, 23)),
        (forms.FileInput(), None),
        (forms.CheckboxInput(), True),
        (forms.Textarea({"rows": 3}), WORDS),
        (forms.Textarea(), ""),
        (forms.Select(choices=CHOICES), "2"),
        (forms.SelectMultiple(choices=CHOICES), ["1", "<a>"]),
        (forms.RadioSelect(choices=CHOICES), "1"),
    ],
)
def test_a_control_is_as_django_makes_it(widget, value):
    ours, theirs = (
        widget.render("a&b", value, {"id": "x"}, renderer()) for renderer in (FormRenderer, TemplatesSetting)
    )

    assert ours == theirs


def test_the_plain_controls_need_no_template():
    assert forms.TextInput.template_name in CONTROLS
    assert forms.Select.template_name in CONTROLS
    assert forms.RadioSelect.template_name not in CONTROLS
