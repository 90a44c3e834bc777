"""What a device of its shape can weigh: so that grams are never taken for kilograms, nor a crate for a device."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import DeviceClass

GRAMS = 1000

# Our own limits, wide around the weights in field research (policy Q-02): least and most, in grams.
LIMITS: dict[str, tuple[int, int]] = {
    DeviceClass.Shape.LAPTOP: (500, 8_000),
    DeviceClass.Shape.DESKTOP: (600, 40_000),
    DeviceClass.Shape.TABLET: (150, 2_500),
    DeviceClass.Shape.PHONE: (50, 600),
}
# What the database lets any device weigh.
LEAST_GRAMS, MOST_GRAMS = 50, 40_000


def kilograms(grams: int) -> str:
    """Grams as kilograms with three decimals, as people write them: 2,350."""
    return f"{grams / GRAMS:.3f}".replace(".", ",")


def refuse_weight(device_class: DeviceClass, grams: int) -> None:
    """Raise RuleBroken for a weight that a device of this shape cannot have."""
    least, most = LIMITS[device_class.shape]
    if not least <= grams <= most:
        said = {
            "shape": device_class.get_shape_display(),
            "least": kilograms(least),
            "most": kilograms(most),
            "typed": kilograms(grams),
        }
        raise RuleBroken(
            _(
                "A %(shape)s weighs between %(least)s and %(most)s kg. You wrote %(typed)s kg."
                " Weigh it again, and write kilograms."
            )
            % said,
            field="grams",
        )
