"""The settings of the bare view: the same database, no middleware, one address."""

from config.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = "bare.view"
