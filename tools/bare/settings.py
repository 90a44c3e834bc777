"""The settings of the bare view: the same database, no middleware, no apps, one address."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = []
MIDDLEWARE = []
ROOT_URLCONF = "bare.view"
