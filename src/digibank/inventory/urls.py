"""Addresses of devices."""

from django.urls import path

from digibank.inventory.views import classes, devices, flags, gone, lists, loose, parts, storage

app_name = "inventory"
urlpatterns = [
    path("toestellen/", devices.devices, name="devices"),
    path("toestellen/nieuw/", devices.intake, name="intake"),
    path("toestellen/lijst/", lists.send_inventory, name="send_inventory"),
    path("toestellen/lijst/voorbeeld/", lists.sample_inventory, name="sample_inventory"),
    path("toestellen/lijst/<int:plan>/", lists.inventory_list, name="inventory_list"),
    path("toestellen/lijst/<int:plan>/kolommen/", lists.choose_columns, name="choose_columns"),
    path("toestellen/lijst/<int:plan>/woorden/", lists.explain_words, name="explain_words"),
    path("toestellen/lijst/<int:plan>/rijen/", lists.choose_rows, name="choose_rows"),
    path("toestellen/lijst/<int:plan>/innemen/", lists.take_in_inventory, name="take_in_inventory"),
    path("toestellen/lijst/<int:plan>/te-verbeteren/", lists.refused_rows, name="refused_rows"),
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
    path("toestellen/verslagen/<int:pk>/", devices.report, name="report"),
]
