"""The agency's settings."""

from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies import brand
from portico.agencies.models import Agency
from portico.kit.forms import Form, ModelForm, Seen
from portico.kit.money import COMMON, CURRENCIES
from portico.kit.times import ZONES
from portico.messaging.writing import check_address, one_line

IDLE_LEAST, IDLE_MOST = 5, 720
"""Minutes; nobody stays at the desk for more than twelve hours without signing in again."""


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones by continent."""
    by_continent = groupby(ZONES, key=lambda zone: zone.partition("/")[0])
    return [
        (name, [(zone, zone.partition("/")[2].replace("_", " ") or zone) for zone in zones])
        for name, zones in by_continent
    ]


def currency_choices() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Currencies, the usual ones first."""
    others = [code for code in CURRENCIES if code not in COMMON]
    return [(_("Usual"), [(code, code) for code in COMMON]), (_("All others"), [(code, code) for code in others])]


class AgencyForm(ModelForm[Agency]):
    """The agency's facts, look and mail."""

    seen = Seen()
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("Dates and times are shown in it.")
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=currency_choices, help_text=_("Chosen first for new jobs.")
    )

    class Meta:
        model = Agency
        fields: ClassVar = [
            "name",
            "zone",
            "currency",
            "brand_color",
            "sender_name",
            "sender_email",
            "reply_to",
            "desk_idle_minutes",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["brand_color"].widget = forms.TextInput(attrs={"type": "color"})
        named["sender_name"].help_text = _("Readers see it as the sender. Empty: the agency’s name.")
        named["sender_email"].help_text = _("Your mail server must be allowed to send for it.")
        named["reply_to"].help_text = _("Where answers go. Empty: to the sender address.")
        named["desk_idle_minutes"].help_text = _("Who does nothing for so long has to sign in again: 5 to 720 minutes.")
        named["desk_idle_minutes"].validators += [MinValueValidator(IDLE_LEAST), MaxValueValidator(IDLE_MOST)]
        named["desk_idle_minutes"].widget.attrs |= {"min": IDLE_LEAST, "max": IDLE_MOST}
        for name in ("sender_email", "reply_to"):
            named[name].validators.append(check_address)

    def clean_name(self) -> str:
        """One line."""
        name = one_line(self.cleaned_data["name"], 120)
        if not name:
            raise forms.ValidationError(_("Give the agency a name."))
        return name

    def clean_sender_name(self) -> str:
        """One line, for it stands in a mail's head."""
        return one_line(self.cleaned_data["sender_name"], 100)

    def clean_brand_color(self) -> str:
        """A color on which a button's text can be read."""
        color: str = self.cleaned_data["brand_color"].lower()
        try:
            ratio = brand.legibility(color)
        except ValueError:
            raise forms.ValidationError(_("Choose a color.")) from None
        if ratio < brand.LEGIBLE:
            raise forms.ValidationError(
                _t("Neither white nor black text reads well on this color. A little darker does, like %s.")
                % brand.legible_like(color)
            )
        return color


class LogoForm(Form):
    """A picture to show instead of the agency's name."""

    logo = forms.FileField(
        label=_("New logo"),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"}),
        validators=[
            FileExtensionValidator(["png", "jpg", "jpeg", "webp"], message=_("Choose a PNG, JPEG or WebP picture."))
        ],
        help_text=_(
            "PNG, JPEG or WebP. Your name stands beside it, so the mark alone looks best; "
            "a see-through background fits light and dark."
        ),
    )
