"""Addresses of requests and loans."""

from django.urls import path

from digibank.lending.views import lend, loans, queue, requests, signing

app_name = "lending"
urlpatterns = [
    path("uitlenen/<int:pk>/", lend.lend, name="lend"),
    path("uitlenen/<int:pk>/<int:device>/", lend.prepare, name="prepare"),
    path("uitleningen/", loans.loans, name="loans"),
    path("uitleningen/<int:pk>/", loans.loan, name="loan"),
    path("uitleningen/<int:pk>/contract.pdf", loans.contract, name="contract"),
    path("uitleningen/<int:pk>/contract/", loans.make_contract, name="make_contract"),
    path("uitleningen/<int:pk>/overdracht/", loans.plan_handover, name="plan_handover"),
    path("uitleningen/<int:pk>/getekend/", loans.hand_over, name="hand_over"),
    path("uitleningen/<int:pk>/tekenen/", signing.sign, name="sign"),
    path("uitleningen/<int:pk>/getekend-contract.pdf", signing.signed_contract, name="signed_contract"),
    path("uitleningen/<int:pk>/annuleren/", loans.cancel, name="cancel"),
    path("uitleningen/<int:pk>/verlengen/", loans.renew, name="renew"),
    path("uitleningen/<int:pk>/terug/", loans.take_back, name="take_back"),
    path("uitleningen/<int:pk>/terug/tekenen/", signing.sign_return, name="sign_return"),
    path("uitleningen/<int:pk>/terug/getekend/", signing.return_on_paper, name="return_on_paper"),
    path("uitleningen/<int:pk>/terug/niemand/", signing.leave_unsigned, name="leave_unsigned"),
    path("uitleningen/<int:pk>/teruggavebewijs.pdf", signing.slip, name="slip"),
    path("uitleningen/<int:pk>/getekend-teruggavebewijs.pdf", signing.signed_slip, name="signed_slip"),
    path("uitleningen/<int:pk>/papieren/", signing.make_papers, name="make_papers"),
    path("uitleningen/<int:pk>/verloren/", loans.report_lost, name="report_lost"),
    path("uitleningen/<int:pk>/gestolen/", loans.report_stolen, name="report_stolen"),
    path("aanvragen/", requests.requests, name="requests"),
    path("aanvragen/nieuw/<int:pk>/", requests.ask, name="ask"),
    path("aanvragen/wachtlijst/", queue.line, name="line"),
    path("aanvragen/bellen/", queue.calls, name="calls"),
    path("aanvragen/vooraan/", queue.moves, name="moves"),
    path("aanvragen/<int:pk>/vooraan/", queue.move_up, name="move_up"),
    path("aanvragen/<int:pk>/plaats.pdf", queue.place_card, name="place_card"),
    path("aanvragen/<int:pk>/aanbieden/", queue.offer, name="offer"),
    path("aanvragen/<int:pk>/antwoord/", queue.answer, name="answer"),
    path("aanvragen/<int:pk>/gebeld/", queue.called, name="called"),
    path("aanvragen/<int:pk>/", requests.one_request, name="request"),
    path("aanvragen/<int:pk>/beloven/", requests.promise, name="promise"),
    path("aanvragen/<int:pk>/intrekken/", requests.withdraw, name="withdraw"),
    path("aanvragen/<int:pk>/weigeren/", requests.refuse, name="refuse"),
]
