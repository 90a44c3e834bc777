"""The word by which somebody knows who may come in: told on the telephone, said at the door (policy AP-23).

Everyday Dutch words of several syllables that are not mistaken for one another when they are spoken. It is no secret
that opens something: it stands between two people for one visit, and who guesses one of these has one chance.
"""

import secrets

_EVERYDAY = """
    aardappel aardbei ananas appelboom appelmoes avondeten babyfles badkamer balkon banaan bezemsteel bibliotheek
    bloemkool bloempot boekenkast boerderij boterham brievenbus broodrooster bruiloft bushalte chocolade citroen
    dakpan deurmat dinosaurus dolfijn druiventros eekhoorn eierdop fietsbel fluitketel frietkot gieter giraffe
    gordijn grasmaaier handdoek hangmat helikopter herfstblad hondenmand honingpot ijsbeer kaarsvet kabouter
    kampvuur kangoeroe kapstok kasteel kerktoren keukentafel kikker kleerhanger koekoek koffiekan komkommer
    krokodil kruiwagen kussensloop ladder lampenkap lantaarn lepel lieveheersbeestje limonade lucifer maneschijn
    mosterd muziek naaimachine ochtendkrant olifant paardenbloem paddenstoel pannenkoek papegaai paraplu
    parelsnoer perzik pinguin pompoen postzegel potlood regenboog rozenstruik rugzak sandaal schildpad schommel
    sinaasappel slagroom sneeuwpop speelgoed spiegelei spinazie stofzuiger stoomtrein strandbal suikerpot
    tandenborstel theedoek tomaat trampoline trompet tuinslang vakantie verjaardag vlinder vogelnest voetbal
    vuurtoren waterval wasknijper watermeloen wekker windmolen wolkenkrabber wortel zakdoek zandkasteel zeemeeuw
    ziekenhuis zilverpapier zonnebloem zwembad
"""
WORDS = tuple(_EVERYDAY.split())


def new_word() -> str:
    """A word for one visit."""
    return secrets.choice(WORDS)
