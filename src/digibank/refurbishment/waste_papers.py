"""Papers about waste: the list that goes along with a collection, and what a recycler gives back."""

from collections import defaultdict

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import EeeCategory
from digibank.organisations.models import Place
from digibank.refurbishment.models import Collection
from digibank.refurbishment.weights import kilograms
from digibank.ui.printing import pdf

LARGEST_PAPER = 10 * 1024 * 1024
# By its first bytes, never by what the file is called.
_KINDS = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
}


def kind_of(content: bytes) -> tuple[str, str]:
    """The media type and the ending of a paper. Raises RuleBroken for what is no PDF, JPEG or PNG."""
    for begin, kind in _KINDS.items():
        if content.startswith(begin):
            return kind
    raise RuleBroken(_("This is no PDF and no photo. Scan the paper, or take a photo of it."), field="paper")


def collection_pdf(collection: Collection) -> bytes:
    """The list of what goes along, with a line to sign for who gives and who takes. Takes a moment to make."""
    disposals = list(collection.disposals.select_related("device__device_class").order_by("device"))
    loose = list(collection.loose.all())
    drives = list(collection.drives.select_related("medium"))
    context = {
        "service": collection.depot.organisation.name,
        "date": collection.collected_on,
        "reference": collection.number,
        "facts": [
            (_("From"), _address(collection.depot)),
            (_("Recycler"), str(collection.recycler)),
            (_("Waste document"), collection.document_number),
            (_("Together"), _("%(kg)s kg") % {"kg": kilograms(total_grams(collection))}),
        ],
        "signers": [(collection.depot.name, _("given along")), (collection.recycler.name, _("received"))],
        "collection": collection,
        "disposals": [(waste, kilograms(waste.grams)) for waste in disposals],
        "loose": [(waste, kilograms(waste.grams)) for waste in loose],
        "drives": [drive.medium for drive in drives],
        "totals": totals(collection),
    }
    return pdf("refurbishment/collection_list.html", context)


def total_grams(collection: Collection) -> int:
    """What all of it weighs."""
    rows = [*collection.disposals.all(), *collection.loose.all()]
    return sum(row.grams for row in rows)


def totals(collection: Collection) -> list[tuple[str, int, str]]:
    """For each category what it is, how many devices of it go along, and their kilograms with what is loose."""
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for waste in collection.disposals.all():
        sums[waste.category][0] += 1
        sums[waste.category][1] += waste.grams
    for loose in collection.loose.all():
        sums[loose.category][1] += loose.grams
    in_order = sorted(sums.items(), key=lambda entry: (entry[0] is None, entry[0] or 0))
    return [(category_words(category), pieces, kilograms(grams)) for category, (pieces, grams) in in_order]


def category_words(category: int | None) -> str:
    """A category in words."""
    return str(EeeCategory(category).label) if category else _("batteries: no EEE category")


def _address(place: Place) -> str:
    return f"{place.name}, {place.street}, {place.postcode} {place.town}"
