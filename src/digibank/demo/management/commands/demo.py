"""Tell the story of one laptop and let the region live, in an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from digibank import clock
from digibank.accounts.models import User
from digibank.demo import region as regions
from digibank.demo.founding import LOG_INS, PASSWORD, found_region
from digibank.demo.story import Papers, moment_before, tell
from digibank.demo.telling import Teller
from digibank.errors import RuleBroken


class Command(BaseCommand):
    """`manage demo [--report FILE --erasure FILE] [--no-region]`."""

    help = "Fill an empty database with a region that does not exist, through the actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files of a machine of one's own, and how much to build."""
        parser.add_argument("--report", type=Path)
        parser.add_argument("--erasure", type=Path)
        parser.add_argument("--no-region", dest="region", action="store_false")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build it, and say who can log in."""
        if User.objects.exists():
            raise CommandError("This database is not empty. The demo only fills an empty one.")
        papers = Papers.committed()
        if options["report"]:
            papers = Papers(report=options["report"].read_bytes(), log=options["erasure"].read_bytes())
        with translation.override("nl"):
            try:
                build(papers, Teller(), with_region=options["region"])
            except RuleBroken as no:
                raise CommandError(f"Geweigerd: {no}") from no


def build(papers: Papers, teller: Teller, *, with_region: bool) -> None:
    """The story, the region and the log-ins, in the order in which they are told."""
    now = clock.now()
    with clock.at(regions.beginning()):
        region = found_region()
    teller.chapter("Het leven van één laptop, met een verslag van lshw en een log van nwipe")
    with clock.at(moment_before(papers.log)):
        device = tell(region, papers, teller)
    teller.note(f"Alles over dit toestel staat op zijn tijdlijn: zoek {device.number} aan de balie.")
    if with_region:
        teller.chapter("Achttien maanden in zeven gemeenten die niet bestaan")
        with clock.at(regions.beginning()):
            life = regions.let_it_live(region, teller, until=now, besides=device)
        teller.note(
            f"{life.devices + 1} toestellen, {life.residents + 1} inwoners, {len(life.loans)} lopende uitleningen."
        )
    teller.chapter("Aanmelden")
    for name, what in LOG_INS.items():
        teller.note(f"{name:<8} {what}")
    teller.note(f"Wachtwoord van allen: {PASSWORD}")
    if not settings.SECOND_FACTOR:
        teller.note("In deze demo volstaat het wachtwoord. In een echte Digibank komt daar een tweede slot bij.")
    teller.note(f"Klaar in {teller.seconds():.0f} seconden.")
