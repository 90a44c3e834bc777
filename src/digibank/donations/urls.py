"""Addresses of donations, of what is offered, and of loose parts."""

from django.urls import path

from digibank.donations.views import lists, loose, offers, preselection, reception, releases, taking_in

app_name = "donations"
urlpatterns = [
    path("schenkingen/", taking_in.donations, name="donations"),
    path("schenkingen/nieuw/", taking_in.register, name="register"),
    path("schenkingen/<int:pk>/", taking_in.donation, name="donation"),
    path("schenkingen/<int:pk>/toestel/", taking_in.add_device, name="add_device"),
    path("schenkingen/<int:pk>/los/", taking_in.count_parts, name="count_parts"),
    path("schenkingen/<int:pk>/bewijs/", taking_in.write_receipt, name="write_receipt"),
    path("schenkingen/aangeboden/<int:pk>/lijst/", lists.send_list, name="send_list"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/", lists.offer_list, name="offer_list"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/kolommen/", lists.choose_columns, name="choose_columns"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/woorden/", lists.explain_words, name="explain_words"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/rijen/", lists.choose_rows, name="choose_rows"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/innemen/", lists.take_in_list, name="take_in_list"),
    path("schenkingen/aangeboden/<int:pk>/lijst/<int:plan>/te-verbeteren/", lists.refused_rows, name="refused_rows"),
    path("schenken/voorbeeld/lijst/", lists.sample_list, name="sample_list"),
    path("schenkingen/bewijzen/<int:pk>/", taking_in.receipt, name="receipt"),
    path("schenkingen/aangeboden/", offers.offers, name="offers"),
    path("schenkingen/aangeboden/nieuw/", offers.announce, name="announce"),
    path("schenkingen/aangeboden/<int:pk>/", offers.offer, name="offer"),
    path("schenkingen/aangeboden/<int:pk>/bij/", offers.add_item, name="add_item"),
    path("schenkingen/aangeboden/<int:pk>/voorselectie/", preselection.judge, name="judge"),
    path("schenkingen/aangeboden/<int:pk>/intrekken/", offers.withdraw, name="withdraw"),
    path("schenkingen/aangeboden/<int:pk>/toch/", offers.bring_back, name="bring_back"),
    path("schenkingen/aangeboden/<int:pk>/extra/", reception.add_extra, name="add_extra"),
    path("schenkingen/aangeboden/<int:pk>/afspraak/", reception.settle, name="settle"),
    path("schenkingen/aangeboden/stuk/<int:pk>/", reception.receive, name="receive"),
    path("schenkingen/aangeboden/stuk/<int:pk>/foto/", offers.photo, name="photo"),
    path("schenkingen/aangeboden/stuk/<int:pk>/herzien/", preselection.take_decision_back, name="take_decision_back"),
    path("schenkingen/aangeboden/stuk/<int:pk>/weigeren/", reception.refuse_at_door, name="refuse_at_door"),
    path("schenkingen/aangeboden/stuk/<int:pk>/ontbreekt/", reception.miss, name="miss"),
    path("schenkingen/aangeboden/stuk/<int:pk>/verwacht/", reception.expect_again, name="expect_again"),
    path("schenkingen/vergrendeld/", releases.releases, name="releases"),
    path("schenkingen/<int:pk>/vergrendeld/", releases.releases_of, name="releases_of"),
    path("schenkingen/<int:pk>/vergrendeld/vragen/", releases.ask_release, name="ask_release"),
    path("schenkingen/<int:pk>/vergrendeld/herinneren/", releases.remind_donor, name="remind_donor"),
    path("schenkingen/<int:pk>/vergrendeld/brief.pdf", releases.release_letter, name="release_letter"),
    path("schenkingen/vergrendeld/<int:pk>/antwoord/", releases.answer_release, name="answer_release"),
    path("schenkingen/vergrendeld/<int:pk>/opnieuw/", releases.ask_again, name="ask_again"),
    path("schenkingen/vergrendeld/<int:pk>/nagekeken/", releases.look_at_release, name="look_at_release"),
    path("schenkingen/losse-delen/", loose.loose_parts, name="loose_parts"),
    path("schenkingen/losse-delen/bij-of-af/", loose.move_loose, name="move_loose"),
]
