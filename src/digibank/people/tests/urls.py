"""All addresses, with those of residents."""

from django.urls import include, path

urlpatterns = [path("", include("config.urls")), path("", include("digibank.people.urls"))]
