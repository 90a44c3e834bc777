"""Papers are made after the act that they are about. When that fails, the act stands and a worker makes them later."""

import logging
from collections.abc import Callable

from digibank.errors import RuleBroken
from digibank.lending.models import Loan

logger = logging.getLogger(__name__)


def made(paper: Callable[[], object], *, of: Loan) -> bool:
    """Make this paper now if that is possible; True when it was made. Whatever is wrong stands in the log only.

    Without room, without the store or with a damaged paper, nobody may read that what they did was not kept.
    """
    try:
        paper()
    except RuleBroken:
        logger.info("Loan %s changed while its paper was printed.", of.pk)
    except Exception:
        logger.exception("A paper of loan %s could not be made now.", of.pk)
    else:
        return True
    return False
