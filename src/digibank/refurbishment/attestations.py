"""The attestation of an erasure: what was done and how far it reaches, and what each sign says (policy W-05)."""

from django.utils.translation import gettext as _

from digibank.inventory.models import Device
from digibank.organisations.models import Organisation
from digibank.refurbishment.evidence.techniques import REQUIRED, Technique
from digibank.refurbishment.models import Destruction, Erasure, Exemption, Part
from digibank.ui.printing import pdf


def attestation_pdf(erasure: Erasure) -> bytes:
    """The attestation on paper. Takes a moment: make it before a transaction begins."""
    statements = list(erasure.statements.select_related("said_by__user"))
    seconds = {statement.said_by.user.full_name: None for statement in statements}
    exemption = Exemption.objects.filter(erasure=erasure).select_related("approved_by__user").first()
    context = {
        "service": _workshop(erasure).name,
        "date": erasure.accepted_at,
        "reference": erasure.number,
        "facts": facts_of(erasure),
        "signers": [
            (_eraser(erasure), _role_of_first(erasure)),
            *((name, _role_of_second(erasure)) for name in seconds),
            *([(exemption.approved_by.user.full_name, _("approved the exception"))] if exemption else []),
        ],
        "erasure": erasure,
        "destruction": Destruction.objects.filter(erasure=erasure).first(),
        "exemption": exemption,
        "required": REQUIRED[erasure.medium.kind].value.capitalize(),
        "signs": [(str(erasure.statements.model(sign=sign.name).get_sign_display()), sign) for sign in erasure.judged],
        "statements": statements,
    }
    return pdf("refurbishment/attestation.html", context)


def facts_of(erasure: Erasure) -> list[tuple[str, str]]:
    """What was erased, with what and how far that reaches, in pairs of term and value."""
    device, medium = _device_of(erasure), erasure.medium
    size = _("%(gigabytes)s GB") % {"gigabytes": medium.gigabytes} if medium.gigabytes else _("not known")
    with_tool = [(_("Tool"), f"{erasure.tool} {erasure.version}".strip())] if erasure.tool else []
    with_method = [(_("Method"), erasure.method_name)] if erasure.method else []
    return [
        (_("Level (NIST SP 800-88)"), erasure.get_level_display()),
        (_("Technique"), erasure.get_technique_display()),
        *with_method,
        *with_tool,
        (_("Storage medium"), f"{medium.number}, {medium.get_kind_display()}, {medium.product or '–'}"),
        (_("Serial number of the medium"), medium.serial or _("not known")),
        (_("Size"), size),
        (_("Came in with") if medium.is_loose else _("Device"), f"{device.number}, {device.title}"),
        (_("Serial number of the device"), device.serial or _("not known")),
    ]


def _role_of_first(erasure: Erasure) -> str:
    if erasure.technique == Technique.FACTORY_RESET:
        return _("did the reset, and saw how it starts")
    if erasure.technique == Technique.DESTROYED:
        return _("wrote down the destruction")
    return _("added the log of the erasure")


def _role_of_second(erasure: Erasure) -> str:
    if erasure.tool:
        return _("second person: stated what the log does not show")
    return _("second person: saw it, or read the certificate")


def _eraser(erasure: Erasure) -> str:
    user = getattr(erasure.erased_by, "user", None)
    return user.full_name if user else _workshop(erasure).name


def _workshop(erasure: Erasure) -> Organisation:
    """Who erased it. Where the device is now, may be where somebody borrows it (policy D-32)."""
    return (erasure.depot or erasure.device.place).organisation


def _device_of(erasure: Erasure) -> Device:
    """The device of which the data were. Its medium may have gone into one of another donor since."""
    later = Part.objects.filter(
        medium=erasure.medium, fitted_in__repaired_at__gte=erasure.accepted_at or erasure.ended_at
    )
    moved = later.select_related("harvested_from__device_class").order_by("pk").first()
    return moved.harvested_from if moved and moved.harvested_from else erasure.device
