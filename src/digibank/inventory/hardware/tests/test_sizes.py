import pytest

from digibank.inventory.hardware.sizes import bytes_in


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("8192 MB", 8 * 1024**3),
        ("8 GB", 8 * 1024**3),
        ("4096 kB", 4 * 1024**2),
        ("512 bytes", 512),
        ("512 B", 512),
        ("1 TiB", 1024**4),
        ("274877906944", 274_877_906_944),
        ("No Module Installed", None),
        ("Unknown", None),
        ("<filter>", None),
        ("-1 GB", None),
        ("9" * 16, None),
        ("", None),
    ],
)
def test_an_exact_size_counts_by_1024(text, size):
    assert bytes_in(text) == size


@pytest.mark.parametrize(
    ("text", "decimals", "size"),
    [
        ("238.47 GiB", 2, 256_055_212_769),
        ("238,5G", 1, 256_087_425_024),
        ("1.82 TiB", 2, 2_001_111_162_552),
        ("1.8T", 1, None),
        ("9.9G", 1, None),
        ("10G", 1, 10 * 1024**3),
        ("256 GiB", 2, 256 * 1024**3),
        ("0 B", 1, 0),
    ],
)
def test_a_size_that_is_rounded_too_coarsely_to_know_a_disk_by_is_none(text, decimals, size):
    assert bytes_in(text, decimals=decimals) == size


def test_a_maker_counts_by_1000_unless_the_unit_says_otherwise():
    assert (bytes_in("160042.0 MB", thousand=1000), bytes_in("1 MiB", thousand=1000)) == (160_042_000_000, 1024**2)
