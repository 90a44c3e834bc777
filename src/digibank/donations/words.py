"""What people call devices, in Dutch, French and English, and which kind of thing that is."""

from collections.abc import Mapping
from functools import lru_cache

from digibank.donations.models import OfferedItem
from digibank.sheets.headings import squeezed

_KIND = OfferedItem.Kind

# First what several words say together: a "pc portable" is no desktop computer.
PHRASES = {
    _KIND.LAPTOP: (
        "pc portable", "portable pc", "ordinateur portable", "laptop pc", "notebook pc", "laptop computer",
        "mobile workstation", "draagbare computer", "draagbare pc", "surface laptop", "surface book", "macbook pro",
        "macbook air", "galaxy book",
    ),
    _KIND.DESKTOP: (
        "desktop pc", "pc desktop", "desktop computer", "all in one", "mac mini", "mac studio", "vaste computer",
        "vaste pc", "unite centrale", "mini pc", "ordinateur de bureau", "pc fixe",
    ),
    _KIND.TABLET: ("tablet pc", "surface pro", "surface go", "galaxy tab", "ipad pro", "ipad air", "ipad mini"),
    _KIND.PHONE: ("mobiele telefoon", "telephone portable", "telephone mobile", "smart phone", "mobile phone"),
    _KIND.SCREEN: ("computerscherm", "flat screen"),
    _KIND.ACCESSORIES: (
        "docking station", "station d accueil", "usb stick", "port replicator", "laptop tas", "laptop bag",
        "laptop charger", "laptop lader", "laptop oplader", "laptop adapter",
    ),
}  # fmt: skip
WORDS = {
    _KIND.LAPTOP: (
        "laptop", "notebook", "portable", "draagbare", "chromebook", "macbook", "ultrabook", "netbook", "elitebook",
        "probook", "zbook", "thinkpad", "ideapad", "latitude", "lifebook", "travelmate", "vivobook", "zenbook",
        "toughbook", "laptops",
    ),
    _KIND.DESKTOP: (
        "desktop", "pc", "computer", "tower", "towerpc", "workstation", "werkstation", "ordinateur", "aio", "imac",
        "optiplex", "prodesk", "elitedesk", "thinkcentre", "esprimo", "veriton",
    ),
    _KIND.TABLET: ("tablet", "tablette", "ipad"),
    _KIND.PHONE: ("gsm", "smartphone", "telefoon", "telephone", "phone", "iphone", "mobile"),
    _KIND.SCREEN: ("scherm", "beeldscherm", "monitor", "ecran", "moniteur", "display", "screen"),
    _KIND.ACCESSORIES: (
        "docking", "dock", "dockingstation", "muis", "muizen", "mouse", "souris", "toetsenbord", "keyboard", "clavier",
        "lader", "oplader", "charger", "chargeur", "adapter", "kabel", "cable", "headset", "hoofdtelefoon", "casque",
        "webcam", "tas", "sacoche", "laptoptas", "hub", "toebehoren", "accessoires", "accessories",
    ),
    _KIND.OTHER: (
        "printer", "imprimante", "server", "serveur", "beamer", "projector", "projecteur", "switch", "router",
        "routeur", "scanner", "televisie", "tv", "console", "camera",
    ),
}  # fmt: skip
_OF_WORD = {word: kind for kind, words in WORDS.items() for word in words}
_PLURALS = ("s", "en", "x")

WORKS = {
    "yes": "ja yes oui ok werkt works working fonctionne goed bon good functional functioneel",
    "partly": "deels gedeeltelijk partly partial partiellement",
    "no": "nee neen no non nok defect defecte kapot broken hs",
}
_OF_STATE = {word: state for state, words in WORKS.items() for word in words.split()} | {
    "werkt niet": "no", "hors service": "no", "not working": "no", "ne fonctionne pas": "no", "en panne": "no",
    "werkt deels": "partly", "werkt gedeeltelijk": "partly", "werkt goed": "yes",
}  # fmt: skip


def kind_of(text: str, cells: Mapping[str, str] | None = None) -> str:
    """The kind of thing that this text names; without a text, the product's. Nothing when it names none, or two."""
    return _kind_named(squeezed(text or (cells or {}).get("product", "")))


@lru_cache(maxsize=4096)
def _kind_named(words: str) -> str:
    told, found = f" {words} ", set()
    for kind, phrases in PHRASES.items():
        for phrase in phrases:
            if f" {phrase} " in told:
                found.add(kind)
                told = told.replace(f" {phrase} ", " ")
    found |= {_OF_WORD[word] for word in map(_singular, told.split()) if word in _OF_WORD}
    return str(found.pop()) if len(found) == 1 else ""


def _singular(word: str) -> str:
    for ending in _PLURALS:
        if word not in _OF_WORD and word.removesuffix(ending) in _OF_WORD:
            return word.removesuffix(ending)
    return word


def state_of(text: str) -> str:
    """Whether the thing works, when this is said in a word or two; else nothing."""
    return _OF_STATE.get(squeezed(text), "")
