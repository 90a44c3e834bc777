"""Addresses of donations."""

from django.urls import path

from digibank.donations.views import taking_in

app_name = "donations"
urlpatterns = [
    path("schenkingen/", taking_in.donations, name="donations"),
    path("schenkingen/nieuw/", taking_in.register, name="register"),
    path("schenkingen/<int:pk>/", taking_in.donation, name="donation"),
    path("schenkingen/<int:pk>/toestel/", taking_in.add_device, name="add_device"),
    path("schenkingen/<int:pk>/los/", taking_in.count_parts, name="count_parts"),
    path("schenkingen/<int:pk>/bewijs/", taking_in.write_receipt, name="write_receipt"),
    path("schenkingen/bewijzen/<int:pk>/", taking_in.receipt, name="receipt"),
]
