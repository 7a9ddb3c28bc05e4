"""What people type on the ways in and in their account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import User
from portico.kit.forms import Form, Line
from portico.messaging.writing import check_address


class Password(forms.CharField):
    """A password; nothing in it is trimmed."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        kind = "new-password" if new else "current-password"
        super().__init__(
            max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": kind}), **kwargs
        )


class Address(forms.EmailField):
    """A mail address."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "username", "inputmode": "email"})
        super().__init__(max_length=254, widget=widget, validators=[check_address], **kwargs)


def remember_field() -> forms.BooleanField:
    """Whether this browser is to be remembered."""
    return forms.BooleanField(label=_("Remember this browser for 90 days"), required=False, initial=True)


class SignInForm(Form):
    """Who is there, and perhaps their password."""

    email = Address(label=_("Email"))
    password = Password(label=_("Password"), required=False, help_text=_("Leave it empty and we mail you a link."))
    remember = remember_field()


class EmailForm(Form):
    """An address to send something to."""

    email = Address(label=_("Email"))


class CodeForm(Form):
    """The code from the mail."""

    code = Line(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    remember = remember_field()


class EnterForm(Form):
    """One press of a button, where no code is needed."""

    remember = remember_field()


class OwnPasswordForm(Form):
    """The password of somebody we know by their lasting link."""

    password = Password(label=_("Password"))
    remember = remember_field()


class NewPasswordForm(Form):
    """A new password that is hard enough to guess for this user."""

    password = Password(
        new=True, label=_("New password"), help_text=_("At least 10 characters. A short sentence is best.")
    )
    code = Line(label=_("Code from the mail"), max_length=40, required=False)

    def __init__(self, *args: Any, user: User, needs_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if needs_code:
            self.fields["code"].required = True
        else:
            del self.fields["code"]

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class JoinForm(Form):
    """Signing up: a name, and a password for who wants one."""

    name = Line(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = Password(
        new=True,
        label=_("Password"),
        required=False,
        help_text=_("Optional, at least 10 characters. Without one we mail you a link whenever you sign in."),
    )
    remember = remember_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.user)
        return password


class NameForm(Form):
    """How one is called."""

    name = Line(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class ChangePasswordForm(Form):
    """The old password, where there is one, and the new."""

    old = Password(label=_("Current password"))
    new = Password(new=True, label=_("New password"), help_text=_("At least 10 characters. A short sentence is best."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["old"]

    def clean_new(self) -> str:
        """Refuse what is easily guessed."""
        password: str = self.cleaned_data["new"]
        validate_password(password, self.user)
        return password


class ChangeEmailForm(Form):
    """The new address, and the password where there is one."""

    email = Address(label=_("New mail address"))
    password = Password(label=_("Current password"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.has_usable_password():
            del self.fields["password"]


class StepForm(Form):
    """The second step: a code, or what a passkey signed."""

    code = Line(
        label=_("Code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}),
    )
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class AppForm(Form):
    """The first code from an app that is being set up."""

    code = Line(
        label=_("Code from the app"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class PasskeyForm(Form):
    """A name for a new passkey, and what the device made."""

    name = Line(label=_("Name"), max_length=60, help_text=_("To tell it from others, like “My laptop”."))
    answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class ConfirmForm(Form):
    """Proving once more who is there, before something that matters."""

    confirm_kept = forms.CharField(max_length=3_000_000, widget=forms.HiddenInput)
    confirm_answer = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    confirm_password = Password(label=_("Password"), required=False)
    confirm_code = Line(
        label=_("Code"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    @property
    def sorry(self) -> str:
        """What is said when it was not right."""
        return str(_("That was not right, or is no longer good. Please try again."))


class NewDeviceForm(Form):
    """Whether to hear of sign-ins in new browsers."""

    new_device = forms.BooleanField(label=_("Mail me when I sign in with a new browser"), required=False)
