"""Words on a list mean what people mean by them; what can mean two things is asked."""

import pytest

from digibank.donations.words import kind_of, state_of
from digibank.sheets.cells import year_of


@pytest.mark.rule("T-05")
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["laptop", "Laptops", "Notebook", "PC portable", "ordinateur portable", "Dell Latitude 5490", "MacBook Pro"], "laptop"),
        (["PC", "desktop", "Desktop-PC", "tour ordinateur", "unité centrale", "HP ProDesk", "all-in-one", "PC's"], "desktop"),
        (["tablet", "Tablette", "iPad 7", "Tablet PC"], "tablet"),
        (["GSM", "smartphone", "iPhone 11", "mobiele telefoon", "téléphone portable"], "phone"),
        (["scherm", "Schermen", "monitor 24 inch", "écran", "Beeldscherm"], "screen"),
        (["docking", "Docking station", "muizen", "toetsenborden", "laptoptas", "station d'accueil"], "accessories"),
        (["printer", "beamer", "serveur"], "other"),
        (["", "kopieermachine", "laptop met scherm", "docking of laptop", "ding"], ""),
    ],
)  # fmt: skip
def test_kinds_are_known_in_three_languages_and_what_is_unclear_is_asked(words, kind):
    assert {word: kind_of(word) for word in words} == dict.fromkeys(words, kind)


def test_without_a_kind_the_product_may_tell_it():
    assert (kind_of("", {"product": "Lenovo ThinkPad T480"}), kind_of("", {"product": "T480"})) == ("laptop", "")


def test_whether_it_works_is_known_from_a_word_or_two():
    told = ["Ja", "OK", "défectueux?", "Werkt niet", "hors service", "deels", "glas gebarsten", ""]

    assert [state_of(text) for text in told] == ["yes", "yes", "", "no", "no", "partly", "", ""]


def test_a_year_is_found_in_a_day():
    assert [year_of(text) for text in ["2019", "15/03/2021", "mrt 2020", "2019-2021", "120190", "oud"]] == [
        2019, 2021, 2020, None, None, None,
    ]  # fmt: skip
