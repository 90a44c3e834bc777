"""What several readers say about a file that is not what it should be."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken


def stops_halfway() -> RuleBroken:
    """The refusal of a file that was cut off."""
    return RuleBroken(_("This file stops halfway. Make the report again and choose the new file."))


def says_twice() -> RuleBroken:
    """The refusal of a file in which one thing has two values."""
    return RuleBroken(
        _("This file says the same thing twice in one place. Make the report again and choose the new file.")
    )


def too_many_parts() -> RuleBroken:
    """The refusal of a file that lists more than the largest machine has."""
    return RuleBroken(_("This file lists more than 10 000 parts. Choose the report of one machine."))


def several_computers() -> RuleBroken:
    """The refusal of a file about more than one machine."""
    return RuleBroken(_("This file holds the reports of several computers. Choose a file of one computer."))
