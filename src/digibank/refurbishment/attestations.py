"""The attestation of an erasure: what was done and how far it reaches, and what each sign says (policy W-05)."""

from django.utils.translation import gettext as _

from digibank.refurbishment.models import Erasure
from digibank.ui.printing import pdf


def attestation_pdf(erasure: Erasure) -> bytes:
    """The attestation on paper. Takes a moment: make it before a transaction begins."""
    statements = list(erasure.statements.select_related("said_by__user"))
    seconds = {statement.said_by.user.full_name: None for statement in statements}
    context = {
        "service": erasure.device.place.organisation.name,
        "date": erasure.accepted_at,
        "reference": erasure.number,
        "facts": facts_of(erasure),
        "signers": [
            (_eraser(erasure), _("added the log of the erasure")),
            *((name, _("second person: stated what the log does not show")) for name in seconds),
        ],
        "erasure": erasure,
        "signs": [(str(erasure.statements.model(sign=sign.name).get_sign_display()), sign) for sign in erasure.judged],
        "statements": statements,
    }
    return pdf("refurbishment/attestation.html", context)


def facts_of(erasure: Erasure) -> list[tuple[str, str]]:
    """What was erased, with what and how far that reaches, in pairs of term and value."""
    device, medium = erasure.device, erasure.medium
    size = _("%(gigabytes)s GB") % {"gigabytes": medium.gigabytes} if medium.gigabytes else _("not known")
    return [
        (_("Level (NIST SP 800-88)"), erasure.get_level_display()),
        (_("Technique"), erasure.get_technique_display()),
        (_("Method"), erasure.method),
        (_("Tool"), f"{erasure.tool} {erasure.version}".strip()),
        (_("Storage medium"), f"{medium.number}, {medium.get_kind_display()}, {medium.product or '–'}"),
        (_("Serial number of the medium"), medium.serial or _("not known")),
        (_("Size"), size),
        (_("Device"), f"{device.number}, {device.title}"),
        (_("Serial number of the device"), device.serial or _("not known")),
    ]


def _eraser(erasure: Erasure) -> str:
    user = getattr(erasure.erased_by, "user", None)
    return user.full_name if user else erasure.device.place.organisation.name
