"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment.views import board, card, erasing, intake, preparing, stations, upload

app_name = "refurbishment"
urlpatterns = [
    path("werkplaats/", board.board, name="board"),
    path("werkplaats/<int:pk>/", card.device, name="device"),
    path("werkplaats/<int:pk>/wislog/", erasing.add_log, name="add_log"),
    path("werkplaats/<int:pk>/verder/", erasing.pass_gate, name="pass_gate"),
    path("werkplaats/<int:pk>/installeren/", preparing.install, name="install"),
    path("werkplaats/<int:pk>/nakijken/", preparing.check_quality, name="check_quality"),
    path("werkplaats/wissen/<int:pk>/verklaring/", erasing.state_seen, name="state_seen"),
    path("werkplaats/wissen/<int:pk>/telt-niet/", erasing.withdraw, name="withdraw"),
    path("werkplaats/wissen/<int:pk>/log/", erasing.log, name="log"),
    path("werkplaats/wissen/<int:pk>/wisattest/maken/", erasing.attest, name="attest"),
    path("werkplaats/wissen/<int:pk>/wisattest.pdf", erasing.attestation, name="attestation"),
    path("werkplaats/stick/", intake.reports, name="intake_reports"),
    path("werkplaats/stick/<int:pk>/", intake.report, name="intake_report"),
    path("werkplaats/stick/<int:pk>/verslag/", intake.report_file, name="intake_file"),
    path("werkplaats/stick/<int:pk>/toestel/", intake.bind, name="bind_intake"),
    path("werkplaats/stick/<int:pk>/nieuw/", intake.register, name="register_intake"),
    path("werkplaats/stick/<int:pk>/los/", intake.release, name="release_intake"),
    path("werkplaats/stick/<int:pk>/opzij/", intake.set_aside, name="set_intake_aside"),
    path("werkplaats/stick/<int:pk>/weer-wachten/", intake.wait_again, name="intake_waits_again"),
    path("beheer/stations/", stations.stations, name="stations"),
    path("beheer/stations/nieuw/", stations.register, name="register_station"),
    path("beheer/stations/<int:pk>/", stations.station, name="station"),
    path("beheer/stations/<int:pk>/nieuwe-code/", stations.give_token, name="give_station_token"),
    path("beheer/stations/<int:pk>/code/", stations.token, name="station_token"),
    path("beheer/stations/<int:pk>/code/bestand/", stations.token_file, name="station_file"),
    path("beheer/stations/<int:pk>/einde/", stations.end, name="end_station"),
    path("verslagen/intake/", upload.upload, name="upload_intake"),
]
