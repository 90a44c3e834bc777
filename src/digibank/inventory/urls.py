"""Addresses of devices."""

from django.urls import path

from digibank.inventory import views

app_name = "inventory"
urlpatterns = [
    path("toestellen/", views.devices, name="devices"),
    path("toestellen/nieuw/", views.intake, name="intake"),
    path("toestellen/<int:pk>/", views.device, name="device"),
    path("toestellen/<int:pk>/wijzigen/", views.edit_device, name="edit_device"),
    path("toestellen/<int:pk>/label.pdf", views.label, name="label"),
    path("toestellen/<int:pk>/verslag/", views.read_in, name="read_in"),
    path("toestellen/<int:pk>/opslag/", views.add_medium, name="add_medium"),
    path("toestellen/<int:pk>/geen-opslag/", views.state_no_storage, name="state_no_storage"),
    path("toestellen/opslag/<int:pk>/afwezig/", views.state_absent, name="state_absent"),
    path("toestellen/opslag/<int:pk>/vernietigd/", views.destroy, name="destroy"),
    path("toestellen/verslagen/<int:pk>/", views.report, name="report"),
]
