"""A real store that speaks S3, on loopback, for tests of this and of other apps."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

KEY, SECRET, BUCKET = "a-key", "a-secret", "documents"


@contextmanager
def s3_store() -> Iterator[dict[str, str]]:
    """The environment of an installation with its documents in an empty bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        client = boto3.client(
            "s3", endpoint_url=url, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
        yield {
            "DIGIBANK_S3_URL": url,
            "DIGIBANK_S3_BUCKET": BUCKET,
            "DIGIBANK_S3_KEY": KEY,
            "DIGIBANK_S3_SECRET": SECRET,
        }
        tell(url, "reset")
    finally:
        server.stop()


def refuse_everybody(url: str) -> None:
    """From now on the store knows no keys."""
    tell(url, "reset-auth", b"0")


def tell(url: str, what: str, body: bytes = b"") -> None:
    asked = Request(f"{url}/moto-api/{what}", data=body, headers={"Content-Type": "text/plain"})
    with urlopen(asked):
        pass
