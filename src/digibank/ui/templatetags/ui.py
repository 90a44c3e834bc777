"""Tags and filters of the design system; built in, so pages need no load."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import segno
from barcode.codex import Code128
from django import template
from django.contrib.messages import constants as levels
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from digibank import clock
from digibank.ui import icons, styles
from digibank.ui.look import KEYS_COOKIE, THEME_COOKIE, THEMES
from digibank.ui.rendering import field_refusals, other_refusals

register = template.Library()

NO_BREAK = "\u00a0"
# On each side of the bars, as Code 128 prescribes.
QUIET_MODULES = 10
TONES = {levels.SUCCESS: "ok", levels.WARNING: "warn", levels.ERROR: "stop"}


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "scan" %}`: a drawing beside words, never instead of them."""
    return icons.drawn(name)


@register.simple_tag
def position(tone: str, words: str, glyph: str = "") -> SafeString:
    """`{% position "ok" _("At the desk") %}`: where something is. Tones: ok, wait, warn, stop, rest."""
    return _tag("position", tone, words, glyph)


@register.simple_tag
def flag(tone: str, words: str, glyph: str = "") -> SafeString:
    """`{% flag "stop" _("Stuck") %}`: what is the matter with it. At most two in a row."""
    return _tag("flag", tone, words, glyph)


def _tag(kind: str, tone: str, words: str, glyph: str) -> SafeString:
    drawing = icons.drawn(glyph or icons.GLYPHS[tone])
    return format_html('<span class="{} {}">{}{}</span>', kind, tone, drawing, words)


@register.simple_tag
def step_dot(state: str, number: int, glyph: str = "pencil") -> SafeString:
    """`{% step_dot "done" 1 %}`: the dot of a step on the post: done, now or later."""
    if state == "later":
        return format_html('<i class="dot"><span class="unseen">{}</span>{}</i>', _("Later:") + " ", number)
    words = _("Done:") if state == "done" else _("Now:")
    drawing = icons.drawn("check" if state == "done" else glyph)
    return format_html('<i class="dot">{}<span class="unseen">{} </span></i>', drawing, words)


@register.filter
def tone(level: int) -> str:
    """The tone of a message after an act."""
    return TONES.get(level, "wait")


@register.filter
def glyph(tone: str) -> str:
    """The icon that goes with a tone."""
    return icons.GLYPHS.get(tone, "ring")


@register.filter
def euro(cents: int | None) -> str:
    """Cents as an amount: 1250 becomes € 12,50."""
    if cents is None:
        return ""
    whole = f"{abs(Decimal(cents)) / 100:,.2f}".translate(str.maketrans(",.", ".,"))
    return f"€{NO_BREAK}{'−' if cents < 0 else ''}{whole}"


@register.filter
def kilos(grams: int) -> str:
    """Grams as kilograms, without zeros at the end: 118000 becomes 118, and 250 becomes 0,25."""
    return f"{Decimal(grams) / 1000:,.3f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


@register.filter
def code(number: object) -> SafeString:
    """A number such as DB-004217-7: bold, with air, never broken, and never turned round in Arabic."""
    return format_html('<bdi class="code">{}</bdi>', number)


@register.filter
def spaced(secret: str) -> SafeString:
    """A code that people copy by hand, in groups of three: K7M 4TQ."""
    groups = [secret[at : at + 3] for at in range(0, len(secret), 3)]
    return format_html('<bdi class="code">{}</bdi>', NO_BREAK.join(groups))


@register.filter
def weekday(value: date) -> str:
    """Dinsdag 24 november 2026, without the capital."""
    return date_format(_local(value), f"l j {_month()} Y")


@register.filter
def day(value: date) -> str:
    """24 november 2026."""
    return date_format(_local(value), f"j {_month()} Y")


@register.filter
def short_day(value: date) -> str:
    """24 november; with the year when it is not this year."""
    local = _local(value)
    return date_format(local, "j F" if local.year == clock.today().year else "j F Y")


@register.filter
def near_day(value: date) -> str:
    """Today, yesterday or tomorrow in that word; else 24 november."""
    local = _local(value)
    on = local.date() if isinstance(local, datetime) else local
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    return near.get((on - clock.today()) // timedelta(days=1)) or short_day(value)


@register.filter
def hour(value: time | datetime) -> str:
    """14 uur, or 14.30 uur."""
    local = _local(value) if isinstance(value, datetime) else value
    digits = f"{local.hour}.{local.minute:02d}" if local.minute else f"{local.hour}"
    return _("%(hour)s o’clock") % {"hour": digits}


@register.filter
def moment(value: datetime) -> str:
    """24 november, 10.24 uur."""
    return f"{near_day(value)}, {hour(value)}"


@register.simple_tag
def when(value: date, words: str = "") -> SafeString:
    """`{% when loan.due_on %}`: a <time> with the day in words, and for machines."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words or near_day(value))


def _month() -> str:
    """How Django writes a month after a day: some languages bend its name there."""
    return "E" if get_language() == "uk" else "F"


def _local[Day: date](value: Day) -> Day:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return value.astimezone(clock.BRUSSELS)
    return value


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """`{% qr "DB-004217-7" %}`: a square to scan, as drawing inside the page; `label` is read aloud instead of it."""
    drawing = segno.make(text, error="m", micro=False)
    modules = drawing.symbol_size(border=2)[0]
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, line in enumerate(drawing.matrix_iter(border=2))
        for x, dark in enumerate(line)
        if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path d="{2}"/></svg>',
        modules,
        label or _("Square to scan: %(text)s") % {"text": text},
        mark_safe(path),  # noqa: S308 - figures only
    )


@register.simple_tag
def bars(text: str) -> SafeString:
    """`{% bars "DB-004217-7" %}`: Code 128 for a scanner that reads no squares, with the quiet zones it asks for."""
    modules = Code128(text).build()[0]
    path = "".join(
        f"M{QUIET_MODULES + run.start()} 0h{len(run[0])}v1h-{len(run[0])}z" for run in re.finditer("1+", modules)
    )
    return format_html(
        '<svg class="bars" viewBox="0 0 {0} 1" preserveAspectRatio="none" role="img" aria-label="{1}"'
        ' shape-rendering="crispEdges"><path d="{2}"/></svg>',
        len(modules) + 2 * QUIET_MODULES,
        _("Bars to scan: %(text)s") % {"text": text},
        mark_safe(path),  # noqa: S308 - figures only
    )


@register.simple_tag
def form_errors(form: BaseForm, *, calm: bool = False) -> str:
    """What was refused, with links to the fields; takes the focus unless calm. Nothing when all is well."""
    fields, others = field_refusals(form), other_refusals(form)
    if not fields and not others:
        return ""
    return render_to_string("ui/refusal.html", {"sentences": others, "fields": fields, "calm": calm})


@register.simple_tag
def form_fields(form: BaseForm, *names: str, layout: str = "") -> str:
    """All fields, the hidden ones too; or only those named. `layout="two"` sets short ones beside each other."""
    shown = [form[name] for name in names] if names else form.visible_fields()
    hidden = SafeString("") if names else form_hidden(form)
    return render_to_string("ui/forms/fields.html", {"fields": shown, "hidden": hidden, "layout": layout})


@register.simple_tag
def form_hidden(form: BaseForm) -> SafeString:
    """The hidden fields. Without ids: several forms on one page may carry the same ones."""
    return mark_safe("".join(field.as_widget(attrs={"id": False}) for field in form.hidden_fields()))  # noqa: S308


@register.filter
def answers(field: BoundField) -> list[dict[str, object]]:
    """The answers of a choice, each with its input, label, hint and icon."""
    return [
        {"input": choice.tag(), "id": choice.id_for_label, "label": choice.choice_label} | _extras(choice.data)
        for choice in field.subwidgets
    ]


def _extras(choice: dict[str, object]) -> dict[str, object]:
    return {"icon": choice.get("icon", ""), "hint": choice.get("hint", "")}


@register.simple_tag
def resident_style() -> SafeString:
    """The style sheet of resident pages, to stand in their one <style>. Its hash is in the content policy."""
    return mark_safe(styles.resident_sheet())  # noqa: S308 - our own file


@register.simple_tag(takes_context=True)
def look(context: Context) -> SafeString:
    """The attributes on <html> for the look that this person chose."""
    request = context.get("request")
    cookies = request.COOKIES if request else {}
    theme = cookies.get(THEME_COOKIE, "")
    chosen = format_html(' data-theme="{}"', theme) if theme in THEMES[1:] else SafeString("")
    return chosen + SafeString(' data-keys="off"' if cookies.get(KEYS_COOKIE) == "off" else "")
