"""Offers of a company, and lists that come with them."""

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Offer
from digibank.donations.tests.factories import a_donor
from digibank.files import actions as files
from digibank.organisations.models import Place
from digibank.sheets.models import Plan
from digibank.sheets.reading import Sheet, read_sheet

LIST = """Soort;Merk;Model;Serienummer;Aantal;Staat;Aankoop
laptop;Dell;Latitude 5490;7GXK2P3;1;werkt;15/03/2023
PC;HP;ProDesk 400;;12;ok;2019
Laptop;Dell;Latitude 5490; 7gxk2p3;1;werkt;2023
Kopieermachine;Canon;iR;;1;;
scherm;HP;E243;CN1;3;;
"""


def a_company_offer(depot: Place) -> Offer:
    place = {"street": "Steenweg 1", "postcode": "2399", "town": "Wilgerdonk", "phone": "+3214000000"}
    donor = a_donor(depot.organisation, "Drukkerij Van Loo", is_legal_person=True, **place)
    return actions.announce(depot, donor=donor, channel=Offer.Channel.WEBSITE, by=an_actor())


def sent(offer: Offer, text: str = LIST) -> tuple[Plan, Sheet]:
    """The plan of this list, and what was read."""
    content = text.encode()
    sheet, by = read_sheet(content), an_actor()
    document = files.store(content, media_type=sheet.media_type, name=sheet.file_name, by=by)
    return actions.send_list(offer, document=document, sheet=sheet, by=by), sheet
