"""Addresses of donations."""

from django.urls import path

from digibank.donations.views import lists, taking_in

app_name = "donations"
urlpatterns = [
    path("schenkingen/", taking_in.donations, name="donations"),
    path("schenkingen/nieuw/", taking_in.register, name="register"),
    path("schenkingen/<int:pk>/", taking_in.donation, name="donation"),
    path("schenkingen/<int:pk>/toestel/", taking_in.add_device, name="add_device"),
    path("schenkingen/<int:pk>/los/", taking_in.count_parts, name="count_parts"),
    path("schenkingen/<int:pk>/bewijs/", taking_in.write_receipt, name="write_receipt"),
    path("schenkingen/aanbod/<int:pk>/lijst/", lists.send_list, name="send_list"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/", lists.offer_list, name="offer_list"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/kolommen/", lists.choose_columns, name="choose_columns"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/woorden/", lists.explain_words, name="explain_words"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/rijen/", lists.choose_rows, name="choose_rows"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/innemen/", lists.take_in_list, name="take_in_list"),
    path("schenkingen/aanbod/<int:pk>/lijst/<int:plan>/te-verbeteren/", lists.refused_rows, name="refused_rows"),
    path("schenken/voorbeeld/lijst/", lists.sample_list, name="sample_list"),
    path("schenkingen/bewijzen/<int:pk>/", taking_in.receipt, name="receipt"),
]
