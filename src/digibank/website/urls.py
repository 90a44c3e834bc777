"""Addresses of the public pages."""

from django.urls import path

from digibank.website import views
from digibank.website.giving import views as giving

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("waar-en-wanneer/", views.places, name="places"),
    path("waar-en-wanneer/<int:pk>/", views.place, name="place"),
    path("schenken/", giving.start, name="give"),
    path("schenken/nakijken/", giving.check, name="give_check"),
    path("schenken/bedankt/<str:link>/", giving.given, name="given"),
    path("schenken/<slug:step>/", giving.question, name="give_question"),
]
