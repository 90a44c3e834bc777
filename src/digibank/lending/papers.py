"""Papers are made after the act that they are about. When that fails, the act stands and a worker makes them later."""

import logging
from collections.abc import Callable

from django.db import models

from digibank.errors import RuleBroken

logger = logging.getLogger(__name__)


def made(paper: Callable[[], object], *, of: models.Model) -> bool:
    """Make this paper now if that is possible; True when it was made. Whatever is wrong stands in the log only.

    Without room, without the store or with a damaged paper, nobody may read that what they did was not kept.
    """
    try:
        paper()
    except RuleBroken:
        logger.info("%s %s changed while its paper was printed.", _kind(of), of.pk)
    except Exception:
        logger.exception("A paper of %s %s could not be made now.", _kind(of).lower(), of.pk)
    else:
        return True
    return False


def _kind(of: models.Model) -> str:
    return str(of._meta.object_name)
