"""All addresses. Dutch paths, English names."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("digibank.website.urls")),
    path("", include("digibank.accounts.urls")),
    path("", include("digibank.badges.urls")),
    path("", include("digibank.people.urls")),
    path("", include("digibank.comms.urls")),
    path("", include("digibank.inventory.urls")),
    path("", include("digibank.agenda.urls")),
    path("", include("digibank.logistics.urls")),
    path("", include("digibank.donations.urls")),
    path("", include("digibank.refurbishment.urls")),
    path("", include("digibank.support.urls")),
    path("", include("digibank.lending.urls")),
    path("", include("digibank.spreading.urls")),
    path("", include("digibank.helpdesk.urls")),
    path("", include("digibank.desk.urls")),
    path("", include("digibank.operation.urls")),
    path("", include("digibank.ui.urls")),
]

handler500 = "config.trouble.broken"
