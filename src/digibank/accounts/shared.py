"""What all processes and machines remember together for a while: Django's cache, as rows of plain JSON.

Django's own cache in the database keeps rows that run as code when they are read, and forgets rows that still hold
when there are many. Here a row is only ever data, and it goes when its time is over (policy S-11).
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.accounts.models import Kept

NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class SharedCache(BaseCache):
    """The cache of this installation. Keeps what JSON can say; anything else is a fault of the code."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept under this key, while it holds."""
        found = Kept.objects.filter(pk=self._key(key, version), expires__gt=clock.now()).values_list("value").first()
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep this for so many seconds."""
        row = self._row(key, value, timeout, version)
        Kept.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["cache_key"], update_fields=["value", "expires"]
        )

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep this when nothing is kept under the key; of several at once exactly one is told True."""
        row = self._row(key, value, timeout, version)
        Kept.objects.filter(pk=row.pk, expires__lte=clock.now()).delete()
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return False
        return True

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let what is kept hold for so many seconds from now."""
        held = Kept.objects.filter(pk=self._key(key, version), expires__gt=clock.now())
        return bool(held.update(expires=self._until(timeout)))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget this."""
        forgotten, _kinds = Kept.objects.filter(pk=self._key(key, version)).delete()
        return bool(forgotten)

    def clear(self) -> None:
        """Forget everything."""
        Kept.objects.all().delete()

    def _row(self, key: str, value: Any, timeout: float | None, version: int | None) -> Kept:
        return Kept(cache_key=self._key(key, version), value=json.dumps(value), expires=self._until(timeout))

    def _key(self, key: str, version: int | None) -> str:
        made = self.make_key(key, version=version)
        self.validate_key(made)
        return made

    def _until(self, timeout: float | None) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return NEVER if seconds is None else clock.now() + timedelta(seconds=seconds)
