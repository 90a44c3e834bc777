"""`python -m growing DEVICES LOANS USER`: fill the database, and print the cookie of this colleague."""

import sys

import django
from django.conf import settings
from django.test import Client

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  after the site is there
from django.db import connection  # noqa: E402

from growing.loading import load  # noqa: E402


def main(devices: int, loans: int, user: str) -> None:
    """Load, let the database learn how much there is, and come in."""
    clerk = get_user_model().objects.get_by_natural_key(user)
    load(devices=devices, loans=loans, user=clerk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(clerk)
    print(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
