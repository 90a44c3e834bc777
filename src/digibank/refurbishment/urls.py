"""Addresses of the workshop."""

from django.urls import path

from digibank.refurbishment.views import board, card, effect, erasing, preparing, records, register, waste

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
    path("werkplaats/<int:pk>/afvoeren/", waste.dispose, name="dispose"),
    path("afvoer/", waste.waste, name="waste"),
    path("afvoer/<int:pk>/ongedaan/", waste.undo_disposal, name="undo_disposal"),
    path("afvoer/depots/<int:pk>/meegeven/", waste.hand_over, name="hand_over"),
    path("afvoer/ophalingen/", waste.collections, name="collections"),
    path("afvoer/ophalingen/<int:pk>/", waste.collection, name="collection"),
    path("afvoer/ophalingen/<int:pk>/lijst.pdf", waste.collection_list, name="collection_list"),
    path("afvoer/ophalingen/<int:pk>/document/", waste.add_collection_document, name="add_collection_document"),
    path("afvoer/documenten/<int:pk>/", waste.collection_document, name="collection_document"),
    path("afvoer/verwerkers/", waste.recyclers, name="recyclers"),
    path("afvoer/verwerkers/<int:pk>/stoppen/", waste.end_recycler, name="end_recycler"),
    path("afvoer/register/", register.register, name="register"),
    path("afvoer/register.csv", register.register_csv, name="register_csv"),
    path("afvoer/jaar/", register.year, name="year"),
    path("afvoer/jaar.csv", register.year_csv, name="year_csv"),
    path("afvoer/milieu/", effect.effect, name="effect"),
    path("afvoer/milieu/factoren/", effect.adopt_factors, name="adopt_factors"),
    path("afvoer/milieu/tellen/", effect.count_effects, name="count_effects"),
    path("werkplaats/<int:pk>/kost/", effect.note_cost, name="note_cost"),
    path("toestellen/<int:pk>/hergebruikfiche/", records.record, name="record"),
    path("toestellen/<int:pk>/hergebruikfiche.pdf", records.record_paper, name="record_paper"),
    path("toestellen/<int:pk>/hergebruikfiche.json", records.record_json, name="record_json"),
    path("toestellen/<int:pk>/hergebruikfiche/bewaren/", records.freeze_record, name="freeze_record"),
    path("toestellen/hergebruikfiches/<int:pk>.json", records.frozen_record, name="frozen_record"),
    path("toestellen/hergebruikfiches/<int:pk>.pdf", records.frozen_paper, name="frozen_paper"),
]
