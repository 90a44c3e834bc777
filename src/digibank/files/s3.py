"""Documents in a bucket of a store that speaks S3. Imported only when the settings choose it: boto3 is large."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import md5
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from digibank.files.storage import StoreAway

GONE = ("404", "NoSuchKey")
PROBE = "try-writing"
CONFIG = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=16,
    s3={"addressing_style": "path"},  # Our own stores have no name in DNS for each bucket.
    request_checksum_calculation="when_required",  # What Amazon added later, other stores refuse.
    response_checksum_validation="when_required",
)


def bucket() -> "Bucket":
    """The bucket of the settings; the client is made once for each process."""
    client = _client(settings.S3_URL, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET)
    return Bucket(client, settings.S3_BUCKET)


@cache
def _client(url: str, region: str, key: str, secret: str) -> Any:
    """A client may be shared by threads. With key and secret given, nothing is looked up anywhere else."""
    session = boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
    return session.client("s3", endpoint_url=url or None, config=CONFIG)


@dataclass(frozen=True)
class Bucket:
    """A bucket with ab/cd/abcd… in it, as the folder has."""

    client: Any
    name: str

    def write(self, sha256: str, content: bytes) -> None:
        """Store it in one request: the store answers when it is kept, and refuses bytes that changed on the way."""
        self._put(_key(sha256), content)

    def read(self, sha256: str) -> bytes | None:
        """The whole object, or None when it is not there."""
        try:
            content: bytes = self.client.get_object(Bucket=self.name, Key=_key(sha256))["Body"].read()
        except ClientError as refused:
            if refused.response["Error"]["Code"] in GONE:
                return None
            raise _away(refused) from refused
        except BotoCoreError as silent:
            raise _away(silent) from silent
        return content

    def remove(self, sha256: str) -> None:
        """Delete the object. A bucket that keeps older versions forgets them by rules of its own."""
        try:
            self.client.delete_object(Bucket=self.name, Key=_key(sha256))
        except (ClientError, BotoCoreError) as broken:
            raise _away(broken) from broken

    def try_writing(self) -> None:
        """Store one object, always the same."""
        self._put(PROBE, b"0")

    def free_bytes(self) -> int | None:
        """A bucket does not say."""
        return None

    def sweep(self, *, before: datetime) -> int:
        """Nothing: a store that speaks S3 keeps an object whole or not at all."""
        return 0

    def _put(self, key: str, content: bytes) -> None:
        mark = b64encode(md5(content, usedforsecurity=False).digest()).decode()
        try:
            self.client.put_object(Bucket=self.name, Key=key, Body=content, ContentMD5=mark)
        except (ClientError, BotoCoreError) as broken:
            raise _away(broken) from broken


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _away(broken: ClientError | BotoCoreError) -> StoreAway:
    code = broken.response["Error"]["Code"] if isinstance(broken, ClientError) else type(broken).__name__
    return StoreAway(f"The document store cannot be used ({code}). Look at the settings DIGIBANK_S3_….")
