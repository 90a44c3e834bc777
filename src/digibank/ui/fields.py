"""Form fields of our own."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class EurosField(forms.CharField):
    """An amount as people write it, 12,50 or 12.50 or 12; becomes whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        # No max_length: that would count the signs of the cents. The pattern below says how much fits.
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """Cents, or None when nothing was typed."""
        text = (super().to_python(value) or "").replace("€", "").replace(" ", "")
        if not text:
            return None
        amount = re.fullmatch(r"(\d{1,7})(?:[.,](\d{1,2}))?", text)
        if amount is None:
            raise forms.ValidationError(_("Write an amount such as 12,50."))
        return int(amount[1]) * 100 + int((amount[2] or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Cents from the database as euros and cents."""
        return f"{value // 100},{value % 100:02d}" if isinstance(value, int) else value


class DayField(forms.DateField):
    """A day, with the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)


class HourField(forms.TimeField):
    """An hour, with the browser's own clock."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)


class MapPointField(forms.CharField):
    """A point as maps show it to copy, 51.298714, 4.582132; becomes degrees north and east, or None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "maxlength": 60}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[Decimal, Decimal] | None:  # type: ignore[override]
        """Degrees north and east, in millionths at the most: a tenth of a metre."""
        text = super().to_python(value)
        if not text:
            return None
        point = re.fullmatch(r"(\d{1,2}\.\d+)\s*[,; ]\s*(\d{1,2}\.\d+)", text)
        if point is None:
            raise forms.ValidationError(_("Write two numbers as a map shows them, such as 51.2987, 4.5821."))
        north, east = (Decimal(degrees).quantize(Decimal("0.000001")) for degrees in point.groups())
        return north, east

    def prepare_value(self, value: Any) -> Any:
        """The point from the database as a map shows it."""
        return ", ".join(str(degrees) for degrees in value) if isinstance(value, tuple) else value


class KilosField(forms.CharField):
    """A weight as people write it in kilograms, 2,35 or 2.35 or 2; becomes whole grams."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 9}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """Grams, or None when nothing was typed."""
        text = (super().to_python(value) or "").lower().removesuffix("kg").replace(" ", "")
        if not text:
            return None
        weight = re.fullmatch(r"(\d{1,5})(?:[.,](\d{1,3}))?", text)
        if weight is None:
            raise forms.ValidationError(_("Write kilograms, such as 2,35."))
        return int(weight[1]) * 1000 + int((weight[2] or "0").ljust(3, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Grams from the database as kilograms."""
        return f"{value // 1000},{value % 1000:03d}" if isinstance(value, int) else value
