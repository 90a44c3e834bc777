"""The site as it is served, without gathering its static files first: that takes longer than most tests."""

from django.conf import settings

settings.STORAGES = settings.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

from config.wsgi import application  # noqa: E402  Django reads the settings when it begins.

__all__ = ["application"]
