"""An administrator types in what the rules say in another language."""

import pytest
from django.urls import reverse

from digibank.organisations.models import RegulationTranslation
from digibank.organisations.tests.factories import a_regulation

pytestmark = [pytest.mark.django_db, pytest.mark.rule("U-93")]
FRENCH = {"language": "fr", "text": "Vous empruntez un appareil pour un an.", "translated_by": "Bureau Taal en Co"}


def test_a_translation_stands_with_the_rules_and_says_who_made_it(as_administrator, town):
    regulation = a_regulation(town)

    answer = as_administrator.post(reverse("desk:translate_regulation", args=[regulation.pk]), FRENCH)

    page = as_administrator.get(answer.url).content.decode()
    kept = RegulationTranslation.objects.values("regulation", *FRENCH).get()
    assert (answer.status_code, kept) == (303, FRENCH | {"regulation": regulation.pk})
    assert [part for part in ("Français", *list(FRENCH.values())[1:]) if part not in page] == []


def test_a_translation_with_too_few_rules_is_explained_and_kept_on_the_page(as_administrator, town):
    regulation = a_regulation(town, text="Eén.\n\nTwee.")

    answer = as_administrator.post(reverse("desk:translate_regulation", args=[regulation.pk]), FRENCH)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["text"])
    assert FRENCH["text"] in answer.content.decode()
    assert not RegulationTranslation.objects.exists()
