"""Addresses of the public pages."""

from django.urls import path

from digibank.website import views

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("waar-en-wanneer/", views.places, name="places"),
    path("waar-en-wanneer/<int:pk>/", views.place, name="place"),
]
