"""Offers that lie on the desk of the depot: one to be judged, one that is expected, one that came in partly."""

from digibank.audit.models import Actor
from digibank.demo.life import Life
from digibank.donations import actions as donations
from digibank.donations.models import Lock, Offer, OfferedItem
from digibank.donations.offering import Offering
from digibank.people.actions import donors

LIBRARY = [
    Offering(kind="laptop", vendor="Lenovo", product="ThinkPad L390", count=3, works="yes", age="middle"),
    Offering(kind="tablet", vendor="Samsung", product="Galaxy Tab A7", count=2, works="yes", age="middle"),
]
NEIGHBOUR = [Offering(kind="laptop", vendor="Acer", product="Aspire 3", works="partly", age="old", remarks="Traag.")]
SCHOOL = [
    Offering(kind="laptop", vendor="HP", product="ProBook 450 G7", count=18, works="yes", age="middle"),
    Offering(kind="laptop", vendor="HP", product="ProBook 430 G5", count=4, works="partly", age="old"),
    Offering(kind="screen", vendor="Philips", count=2, age="old", remarks="Dikke schermen, nog met een buis."),
]


def leave_offers(life: Life) -> None:
    """What residents and organisations offered this week, each a step further than the one before."""
    by = life.region.technicians[0].actor
    _from_a_school(life, by)
    _expected(life, by)
    _come_in_partly(life, by)


def _from_a_school(life: Life, by: Actor) -> Offer:
    """Nobody looked at it yet."""
    school = donors.register(
        organisation=life.region.association, name="Basisschool De Kiem", is_legal_person=True, contact="An Peeters",
        phone="014 97 00 01", street="Kerkplein 1", postcode="2990", town="Wilgerdonk", by=by,
    )  # fmt: skip
    offer = donations.announce(
        life.region.depot, donor=school, channel=Offer.Channel.PHONE, preferred_days=[1, 3],
        part_of_day=Offer.PartOfDay.MORNING, remarks="Aanbellen bij het secretariaat.", by=by,
    )  # fmt: skip
    donations.add_items(offer, items=SCHOOL, by=by)
    return offer


def _expected(life: Life, by: Actor) -> Offer:
    """A neighbour brings a laptop that the workshop wants to see."""
    neighbour = donors.register(organisation=life.region.association, name="Roza Claes", phone="0470 97 00 02", by=by)
    offer = donations.announce(
        life.region.depot, donor=neighbour, channel=Offer.Channel.WEBSITE, drop_off=life.region.depot, by=by
    )
    donations.add_items(offer, items=NEIGHBOUR, by=by)
    return donations.accept_all_except(offer, refused=[], where="form", by=by)


def _come_in_partly(life: Life, by: Actor) -> Offer:
    """The library brought its laptops; one tablet was not in the box, the other asks for an account."""
    library = donors.register(
        organisation=life.region.association, name="Bibliotheek Wilgerdonk", is_legal_person=True,
        phone="014 97 00 03", by=by,
    )  # fmt: skip
    offer = donations.announce(
        life.region.depot, donor=library, channel=Offer.Channel.PHONE, drop_off=life.region.depot, by=by
    )
    donations.add_items(offer, items=LIBRARY, by=by)
    donations.accept_all_except(offer, refused=[], where="form", by=by)
    laptops, tablets = offer.items.all()
    classes = life.region.classes
    donations.receive_devices(
        laptops, device_class=classes["laptop-14"], count=3, vendor="Lenovo", product="ThinkPad L390",
        accessories=["charger"], by=by,
    )  # fmt: skip
    (locked,) = donations.receive_devices(
        tablets, device_class=classes["tablet-10"], count=1, vendor="Samsung", product="Galaxy Tab A7", by=by
    )
    donations.miss(offer.items.get(reception=OfferedItem.Reception.EXPECTED), by=by)
    donations.ask_release(locked, lock=Lock.GOOGLE, by=by)
    return offer
