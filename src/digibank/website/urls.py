"""Addresses of the public pages."""

from django.urls import path

from digibank.website import asking, booking, finding, following, machines, views, waiting
from digibank.website.giving import lists
from digibank.website.giving import views as giving

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("waar-en-wanneer/", views.places, name="places"),
    path("waar-en-wanneer/<int:pk>/", views.place, name="place"),
    path("waar-en-wanneer/<int:pk>/openingsuren.ics", machines.calendar, name="hours_calendar"),
    path("waar-en-wanneer/<int:pk>/digipunt.jsonld", machines.linked_data, name="linked_data"),
    path("open-data/", machines.about, name="open_data"),
    path("open-data/digipunten.json", machines.as_json, name="open_data_json"),
    path("open-data/digipunten.csv", machines.as_csv, name="open_data_csv"),
    path("open-data/digipunten.schema.json", machines.schema, name="open_data_schema"),
    path("schenken/", giving.start, name="give"),
    path("schenken/nakijken/", giving.check, name="give_check"),
    path("schenken/bedankt/<str:link>/", giving.given, name="given"),
    path("schenken/lijst/<str:link>/", lists.send_list, name="give_list"),
    path("schenken/lijst/<str:link>/<int:plan>/", lists.offer_list, name="give_list_rows"),
    path("schenken/lijst/<str:link>/<int:plan>/kolommen/", lists.choose_columns, name="give_list_columns"),
    path("schenken/lijst/<str:link>/<int:plan>/woorden/", lists.explain_words, name="give_list_words"),
    path("schenken/lijst/<str:link>/<int:plan>/versturen/", lists.take_in_list, name="give_list_send"),
    path("schenken/lijst/<str:link>/<int:plan>/te-verbeteren/", lists.refused_rows, name="give_list_refused"),
    path("vraag-stellen/bedankt/<str:link>/", asking.asked, name="asked"),
    path("vraag-stellen/<slug:step>/", asking.ask, name="ask"),
    path("afspraak-maken/<slug:step>/", booking.book, name="book"),
    path("afspraak-zoeken/", finding.find, name="find_appointment"),
    path("afspraak/<str:link>/", booking.appointment, name="appointment"),
    path("afspraak/<str:link>/kaart.pdf", finding.card, name="appointment_card"),
    path("afspraak/<str:link>/afzeggen/", booking.cancel, name="appointment_cancel"),
    path("wachten/<str:link>/", waiting.place, name="wait"),
    path("wachten/<str:link>/stoppen/", waiting.stop, name="wait_stop"),
    path("schenking/<str:secret>/", following.gift, name="gift"),
    path("schenking/<str:secret>/vrijmaken/<int:pk>/", following.release, name="gift_release"),
    path("schenking/<str:secret>/wisattest.pdf", following.batch_attestation, name="gift_batch_attestation"),
    path("schenking/<str:secret>/bewijs.pdf", following.receipt, name="gift_receipt"),
    path("schenking/<str:secret>/brief.pdf", following.letter, name="gift_letter"),
    path("schenking/<str:secret>/toestel/<int:pk>/", following.device, name="gift_device"),
    path(
        "schenking/<str:secret>/toestel/<int:pk>/wissen/<int:erasure>/wisattest.pdf",
        following.attestation,
        name="gift_attestation",
    ),
    path("schenking/<str:secret>/toestel/<int:pk>/wissen/<int:erasure>/", following.attest, name="gift_attest"),
    path("schenken/<slug:step>/", giving.question, name="give_question"),
]
