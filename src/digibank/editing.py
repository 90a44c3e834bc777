"""Plain edits: several people may open the same page, nobody overwrites a colleague unseen."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from digibank.errors import RuleBroken


class Versioned(models.Model):
    """A record that people edit; `version` counts the edits and travels through the form."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def edit(record: Any, *, version: int, **changes: Any) -> list[str]:
    """Write `changes` if the record still has the version that the editor saw; returns the fields that changed.

    Raises RuleBroken when somebody else saved an edit meanwhile.
    """
    changed = sorted(name for name, value in changes.items() if getattr(record, name) != value)
    if not changed:
        return []
    renew(record, version=version, **changes)
    return changed


def renew(record: Any, *, version: int, **changes: Any) -> None:
    """The same when what was edited stands partly in rows of its own: it counts as an edit, also without changes.

    Raises RuleBroken when somebody else saved an edit meanwhile.
    """
    unchanged = type(record)._default_manager.filter(pk=record.pk, version=version)
    if not unchanged.update(version=version + 1, **changes):
        raise RuleBroken(
            _("Someone else changed this just now. Your text is still here: open the page again beside it and compare.")
        )
    for name, value in changes.items():
        setattr(record, name, value)
    record.version = version + 1
