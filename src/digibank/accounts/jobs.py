"""What the worker does for accounts."""

from digibank import clock
from digibank.accounts.models import Kept
from digibank.audit.models import Actor
from digibank.work.registry import every


@every(hours=1)
def forget_what_is_over(by: Actor) -> int:
    """Let go of what was remembered for a while, when that while is over. Nobody did it, so nobody is in the trail."""
    forgotten, _kinds = Kept.objects.filter(expires__lte=clock.now()).delete()
    return forgotten
