"""Addresses of devices."""

from django.urls import path

from digibank.inventory.views import classes, devices, flags, gone, loose, parts, stocktakes, storage

app_name = "inventory"
urlpatterns = [
    path("toestellen/", devices.devices, name="devices"),
    path("toestellen/nieuw/", devices.intake, name="intake"),
    path("toestellen/soorten/", classes.classes, name="classes"),
    path("toestellen/<int:pk>/", devices.device, name="device"),
    path("toestellen/<int:pk>/wijzigen/", devices.edit_device, name="edit_device"),
    path("toestellen/<int:pk>/label.pdf", devices.label, name="label"),
    path("toestellen/<int:pk>/verslag/", storage.read_in, name="read_in"),
    path("toestellen/<int:pk>/opslag/", storage.add_medium, name="add_medium"),
    path("toestellen/<int:pk>/geen-opslag/", storage.state_no_storage, name="state_no_storage"),
    path("toestellen/<int:pk>/toebehoren/", parts.check_part, name="check_part"),
    path("toestellen/<int:pk>/verloren/", gone.report_lost, name="report_lost"),
    path("toestellen/<int:pk>/gestolen/", gone.report_stolen, name="report_stolen"),
    path("toestellen/<int:pk>/teruggevonden/", gone.report_found, name="report_found"),
    path("toestellen/<int:pk>/afschrijven/", gone.write_off, name="write_off"),
    path("toestellen/<int:pk>/teruggeven/", gone.return_to_donor, name="return_to_donor"),
    path("toestellen/<int:pk>/afschrijving-ongedaan/", gone.restore, name="restore"),
    path("toestellen/<int:pk>/melden/", flags.raise_flag, name="raise_flag"),
    path("toestellen/meldingen/<int:pk>/geregeld/", flags.clear_flag, name="clear_flag"),
    path("toestellen/opslag/<int:pk>/", storage.edit_medium, name="edit_medium"),
    path("toestellen/opslag/<int:pk>/afwezig/", storage.state_absent, name="state_absent"),
    path("toestellen/opslag/<int:pk>/uitnemen/", loose.take_out, name="take_out"),
    path("toestellen/opslag/<int:pk>/terugplaatsen/", loose.put_back, name="put_back"),
    path("toestellen/opslag/<int:pk>/sticker.pdf", loose.sticker, name="sticker"),
    path("toestellen/<int:pk>/start-niet/", loose.report_not_starting, name="report_not_starting"),
    path("toestellen/<int:pk>/start-weer/", loose.report_starting, name="report_starting"),
    path("tellingen/", stocktakes.stocktakes, name="stocktakes"),
    path("tellingen/nieuw/", stocktakes.start_stocktake, name="start_stocktake"),
    path("tellingen/<int:pk>/", stocktakes.stocktake, name="stocktake"),
    path("tellingen/<int:pk>/scannen/", stocktakes.scan_count, name="scan_count"),
    path("tellingen/<int:pk>/niet-gevonden/", stocktakes.state_missing, name="state_missing"),
    path("tellingen/<int:pk>/goedkeuren/", stocktakes.approve_stocktake, name="approve_stocktake"),
    path("tellingen/<int:pk>/afblazen/", stocktakes.cancel_stocktake, name="cancel_stocktake"),
    path("tellingen/<int:pk>/telling.csv", stocktakes.count_csv, name="count_csv"),
    path("tellingen/<int:pk>/verslag.pdf", stocktakes.count_report, name="count_report"),
    path("tellingen/regels/<int:pk>/", stocktakes.settle_difference, name="settle_difference"),
    path("toestellen/verslagen/<int:pk>/", devices.report, name="report"),
]
