"""What was answered travels in the address of the next page, closed with a key of ours: read by nobody, kept nowhere.

So a name stands in no log and in no table before it is sent, and the back button of the browser simply works.
"""

import base64
import json
import zlib
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from digibank import clock

# Who is called away comes back; who opens the history of a shared computer the next day finds nothing.
GOOD_FOR_SECONDS = 3 * 3600
# Longer addresses are refused on the way by some proxies.
LONGEST = 6000


def seal(answers: dict[str, Any]) -> str:
    """The answers as one word that fits in an address. Raises ValueError when that word would be too long."""
    packed = zlib.compress(json.dumps(answers, separators=(",", ":"), ensure_ascii=False).encode(), 9)
    sealed = _locks().encrypt_at_time(packed, _now()).decode().rstrip("=")
    if len(sealed) > LONGEST:
        raise ValueError("These answers are too long for an address.")
    return sealed


def unseal(sealed: str) -> dict[str, Any] | None:
    """The answers; None when they are not ours, or too old."""
    if len(sealed) > LONGEST:
        return None
    padded = sealed + "=" * (-len(sealed) % 4)
    try:
        packed = _locks().decrypt_at_time(padded.encode(), GOOD_FOR_SECONDS, _now())
    except InvalidToken:
        return None
    answers: dict[str, Any] = json.loads(zlib.decompress(packed))
    return answers


def _now() -> int:
    return int(clock.now().timestamp())


def _locks() -> MultiFernet:
    """Locks of our own, made from the secrets of this installation; the newest closes, older ones still open."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [sha256(b"digibank.website.giving:" + force_bytes(secret)).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
