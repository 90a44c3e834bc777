"""How forms look: `FORM_RENDERER = "digibank.ui.rendering.FormRenderer"`, so that `{{ form }}` is right everywhere."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Fields with the label above, the hint under it, the error beside; answers to choose from as shelves."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


@dataclass(frozen=True)
class FieldRefusal:
    """What is wrong with one field, and where the eye must go. One question alone needs no label."""

    target: str
    label: str
    sentence: str


def field_refusals(form: BaseForm) -> list[FieldRefusal]:
    """The fields that were refused, in the order of the page."""
    visible = form.visible_fields()
    refused = [field for field in visible if field.errors]
    return [
        FieldRefusal(_first_control(field), "" if len(visible) == 1 else str(field.label).rstrip("?:."), str(sentence))
        for field in refused
        for sentence in field.errors
    ]


def other_refusals(form: BaseForm) -> list[str]:
    """What is wrong with the whole, or with a field that nobody sees."""
    hidden = [str(sentence) for field in form.hidden_fields() for sentence in field.errors]
    return [str(sentence) for sentence in form.non_field_errors()] + hidden


def _first_control(field: BoundField) -> str:
    """The id of what can be focused: a choice among several has it on its first answer."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
