"""Actors for tests."""

from digibank.audit.actions import job_actor
from digibank.audit.models import Actor


def an_actor() -> Actor:
    """Whoever set the stage."""
    return job_actor("test-setup")
