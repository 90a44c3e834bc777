"""Addresses for those who watch over the machine."""

from django.urls import path

from digibank.operation import views

app_name = "operation"
urlpatterns = [
    path("toestand/leeft/", views.alive, name="alive"),
    path("toestand/gereed/", views.ready, name="ready"),
    path("toestand/metingen/", views.metrics, name="metrics"),
]
