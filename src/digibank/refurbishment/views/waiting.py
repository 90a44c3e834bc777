"""What waits for a second person, with the forms to state it and to approve an exception."""

from collections.abc import Iterable, Mapping
from typing import Any

from digibank.accounts.models import User
from digibank.refurbishment.forms import ExemptionForm, SeenForm
from digibank.refurbishment.models import Erasure


def waiting_of(erasures: Iterable[Erasure], user: User, refused: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each erasure with its forms; a form that was refused stands in its place with what was chosen."""
    seen, exempt = refused.get("seen_form"), refused.get("exemption_form")
    return [
        {
            "erasure": erasure,
            "mine": erasure.erased_by == user.actor,
            "form": seen if seen is not None and seen.erasure == erasure else SeenForm(erasure=erasure),
            "exemption_form": exempt
            if exempt is not None and exempt.erasure == erasure
            else ExemptionForm(erasure=erasure),
        }
        for erasure in erasures
    ]
