"""Addresses of donations."""

from django.urls import path

from digibank.donations import views

app_name = "donations"
urlpatterns = [
    path("schenkingen/", views.donations, name="donations"),
    path("schenkingen/nieuw/", views.register, name="register"),
    path("schenkingen/<int:pk>/", views.donation, name="donation"),
    path("schenkingen/<int:pk>/toestel/", views.add_device, name="add_device"),
    path("schenkingen/<int:pk>/los/", views.count_parts, name="count_parts"),
    path("schenkingen/<int:pk>/bewijs/", views.write_receipt, name="write_receipt"),
    path("schenkingen/bewijzen/<int:pk>/", views.receipt, name="receipt"),
]
