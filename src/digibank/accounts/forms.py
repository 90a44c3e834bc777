"""What is typed about accounts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.accounts import tries
from digibank.accounts.models import User
from digibank.accounts.posting import ActForm
from digibank.accounts.rights import Role
from digibank.organisations.models import Organisation, Place

NOT_TOGETHER = gettext_lazy("This user name and password do not belong together. Try again, or ask your administrator.")


class LogInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        """The same answer for an unknown name, a wrong password and a barred account."""
        cleaned = super().clean() or {}
        self.user = None
        if "username" in cleaned and "password" in cleaned:
            self.user = get_adapter(self.request).authenticate(
                self.request, username=cleaned["username"], password=cleaned["password"]
            )
            if self.user is None:
                raise forms.ValidationError(NOT_TOGETHER)
        return cleaned


class _Counted(forms.Form):
    """A code of the second lock: tries are counted for each colleague, and what opened once opens nothing more."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        self.user = user

    def clean_code(self) -> str:
        """The code, when it is right."""
        with tries.code_of(self.user):
            code: str = super().clean_code()  # type: ignore[misc]
        tries.spend(self.user, code)
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code of the app that belongs to the account, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Six digits from your app, or a recovery code from your paper."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )


class ProveByCodeForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, from somebody who is inside already."""

    code = CodeForm.base_fields["code"]


class _OwnPassword(forms.Form):
    """Asks one's own password of somebody who is inside already; tries are counted as at the log-in."""

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def holding(self, password: str) -> str:
        """The password, when it is the one that holds now."""
        adapter = get_adapter(self.request)
        if adapter.authenticate(self.request, username=self.user.username, password=password) is None:
            raise forms.ValidationError(_("This is not your password. Type the one you logged in with."))
        return password


class ProveByPasswordForm(_OwnPassword):
    """One's own password alone."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        """The password that holds now."""
        return self.holding(self.cleaned_data["password"])


class AppForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: it proves that the app has our secret."""

    code = forms.CharField(
        label=gettext_lazy("The six digits that the app shows"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}),
    )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """What the browser made of a new passkey, and how it is called."""

    name = forms.CharField(
        label=gettext_lazy("What do you call it?"),
        help_text=gettext_lazy("Such as: my telephone, or the key on my key ring."),
        max_length=40,
        required=False,
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("The passkey was not made. Try again, or choose the app.")},
    )
    passwordless = None

    def clean_name(self) -> str:
        """A name in any case: the key is made already."""
        return self.cleaned_data["name"] or _("Passkey")


class PasskeyNameForm(ActForm):
    """Another name for a passkey."""

    name = forms.CharField(label=gettext_lazy("What do you call it?"), max_length=40)


class PasswordForm(ActForm):
    """A new password for a colleague."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        help_text=gettext_lazy("At least 12 characters. Four ordinary words make a good one."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class OwnPasswordForm(_OwnPassword, PasswordForm):
    """A new password for oneself; the old one proves that it is you at the keyboard."""

    old_password = forms.CharField(
        label=gettext_lazy("Password you have now"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old_password", "password")

    def clean_old_password(self) -> str:
        """The password that holds now."""
        return self.holding(self.cleaned_data["old_password"])


class UserForm(ActForm):
    """A colleague's name and e-mail."""

    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RoleForm(ActForm):
    """A role at an organisation, perhaps at one place."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[("", gettext_lazy("Choose")), *Role.choices])
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=gettext_lazy("Choose")
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Place.objects.none(),
        required=False,
        empty_label=gettext_lazy("No fixed place"),
    )

    def __init__(self, *args: Any, organisations: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=organisations)  # type: ignore[attr-defined]
        places = Place.objects.in_use().filter(organisation__in=organisations).select_related("organisation")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class NewUserForm(PasswordForm, RoleForm):
    """A colleague's first account and first role."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=40, help_text=gettext_lazy("Short, such as the first name.")
    )
    full_name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    field_order = ("full_name", "username", "email", "password", "role", "organisation", "place")
