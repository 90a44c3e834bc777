"""Addresses of the spreading."""

from django.urls import path

from digibank.spreading import views

app_name = "spreading"
urlpatterns = [
    path("verdeling/", views.today, name="today"),
    path("verdeling/nieuw/<int:pk>/", views.propose, name="propose"),
    path("verdeling/vroeger/", views.earlier, name="earlier"),
    path("verdeling/<int:pk>/", views.proposal, name="proposal"),
    path("verdeling/<int:pk>/aanvaarden/", views.accept, name="accept"),
    path("verdeling/regels/<int:pk>/", views.line, name="line"),
    path("verdeling/regels/<int:pk>/laten-vallen/", views.drop, name="drop"),
    path("verdeling/regels/<int:pk>/ongedaan/", views.undo, name="undo"),
    path("verdeling/minimum/", views.minimums, name="minimums"),
    path("verdeling/minimum/<int:pk>/", views.set_minimums, name="set_minimums"),
]
