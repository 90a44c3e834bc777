"""The card of a badge: organisation, first name, and the square. Never the code."""

from digibank.badges.codes import spaced
from digibank.badges.models import Badge
from digibank.ui.printing import pdf


def card_pdf(badge: Badge, content: str) -> bytes:
    """A PDF of one page, as large as a bank card. `content` is what stands in the square: known once, at issuing."""
    seat = badge.user.seat
    card = {
        "name": badge.user.full_name.split()[0],
        "organisation": seat.organisation.name if seat else "",
        "scan": content,
        "typed": spaced(content),
    }
    return pdf("badges/card.html", card)
