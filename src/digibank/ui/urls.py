"""Addresses of the design system."""

from django.urls import path

from digibank.ui import views

app_name = "ui"
urlpatterns = [
    path("stijl/", views.style, name="style"),
    path("stijl/inwoner/", views.style_resident, name="style_resident"),
    path("weergave/", views.look, name="look"),
]
