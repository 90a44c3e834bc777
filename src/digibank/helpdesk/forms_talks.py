"""What is answered in a skills talk: a page for each question on the screen, one page for what was ticked on paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts.posting import ActForm
from digibank.agenda.forms import NO_SECRETS
from digibank.helpdesk.models import SkillsTalk, TalkAnswer
from digibank.helpdesk.models.talks import LONGEST_WISH
from digibank.helpdesk.tasks import NEWEST, WORDINGS, Task, tasks_of
from digibank.ui.widgets import Shelves

Says, OwnDevice, Internet = TalkAnswer.Says, SkillsTalk.OwnDevice, SkillsTalk.Internet
# The same three faces on the screen, on paper and in the picture of progress; always beside their words.
FACES = {Says.SELF.value: "face-self", Says.HELP.value: "face-help", Says.NOT_YET.value: "face-not-yet"}
SKIPPED = ("", gettext_lazy("not answered"))


class Question(forms.Form):
    """One question of the talk, which may stay empty. It carries no key: an answer may be given again after Back.

    `field` is the name of its one field, `icon` the drawing beside the question.
    """

    field = ""
    icon = "help"


class TaskQuestion(Question):
    """How somebody does one task."""

    field = "says"
    says = forms.ChoiceField(choices=Says.choices, required=False, widget=Shelves(icons=FACES))

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.icon = task, task.icon
        self.fields["says"].label = str(task.words)
        self.fields["says"].help_text = str(task.example)


class OwnDeviceQuestion(Question):
    """Whether there is a device at home."""

    field = "own_device"
    icon = "laptop"
    own_device = forms.ChoiceField(
        label=gettext_lazy("Do you have a device of your own?"),
        help_text=gettext_lazy("A computer, a tablet or a smartphone."),
        choices=OwnDevice.choices,
        required=False,
        widget=Shelves(icons={OwnDevice.YES: "laptop", OwnDevice.SHARED: "people", OwnDevice.NO: "close"}),
    )


class InternetQuestion(Question):
    """Whether there is internet at home."""

    field = "internet"
    icon = "wifi"
    internet = forms.ChoiceField(
        label=gettext_lazy("Do you have internet?"),
        choices=Internet.choices,
        required=False,
        widget=Shelves(icons={Internet.YES: "wifi", Internet.MOBILE: "phone-device", Internet.NO: "close"}),
    )


class HelpedByQuestion(Question):
    """Who helps now."""

    field = "helped_by"
    icon = "people"
    helped_by = forms.CharField(
        label=gettext_lazy("Who helps you now?"),
        help_text=gettext_lazy("For example: my daughter, a neighbour, nobody."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WishQuestion(Question):
    """What somebody wants to be able to do first, in their own words."""

    field = "wish"
    icon = "star"
    wish = forms.CharField(
        label=gettext_lazy("What do you want to be able to do first?"),
        help_text=gettext_lazy("In your own words. Never a code or a password."),
        max_length=LONGEST_WISH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


FACTS: tuple[type[Question], ...] = (OwnDeviceQuestion, InternetQuestion, HelpedByQuestion, WishQuestion)


def steps_of(talk: SkillsTalk) -> int:
    """How many questions the talk has."""
    return len(talk.tasks) + len(FACTS)


def question_of(talk: SkillsTalk, step: int, data: Any = None) -> Question:
    """The question at this step, the first one being 1, with what was answered before."""
    tasks = talk.tasks
    if step <= len(tasks):
        task = tasks[step - 1]
        return TaskQuestion(data, task=task, initial={"says": talk.told().get(task.code, "")})
    kind = FACTS[step - len(tasks) - 1]
    return kind(data, initial={kind.field: getattr(talk, kind.field)})


class PaperForm(ActForm):
    """What was ticked on paper: three circles for each task, and the facts under them."""

    wording = forms.TypedChoiceField(label=gettext_lazy("Version at the foot of the paper"), coerce=int)
    own_device = forms.ChoiceField(
        label=gettext_lazy("Do you have a device of your own?"),
        choices=[SKIPPED, *OwnDevice.choices],
        required=False,
    )
    internet = forms.ChoiceField(
        label=gettext_lazy("Do you have internet?"), choices=[SKIPPED, *Internet.choices], required=False
    )
    helped_by = forms.CharField(label=gettext_lazy("Who helps you now?"), max_length=80, required=False)
    wish = forms.CharField(
        label=gettext_lazy("What do you want to be able to do first?"),
        max_length=LONGEST_WISH,
        required=False,
        help_text=NO_SECRETS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wording: Any = self.fields["wording"]
        wording.choices = [(str(version), _("version %(number)s") % {"number": version}) for version in WORDINGS]
        wording.initial = str(NEWEST)
        for task in tasks_of(NEWEST):
            self.fields[f"task_{task.code}"] = forms.ChoiceField(
                label=str(task.words), choices=Says.choices, required=False, widget=forms.RadioSelect
            )

    @property
    def task_fields(self) -> list[Any]:
        """The ten rows of the paper."""
        return [self[f"task_{task.code}"] for task in tasks_of(NEWEST)]

    def talk(self) -> dict[str, Any]:
        """What was typed, as `type_over` takes it."""
        typed = dict(self.cleaned_data)
        typed.pop("once", None)
        answers = {name.removeprefix("task_"): typed.pop(name) for name in list(typed) if name.startswith("task_")}
        return typed | {"answers": answers}
