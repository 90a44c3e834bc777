"""Messages hold personal data: each field says what it is."""

import pytest

from digibank.comms.models import Attempt, Message


@pytest.mark.parametrize("model", [Message, Attempt])
def test_each_field_is_classified_once(model):
    fields = {field.name for field in model._meta.get_fields() if field.concrete}

    assert (set(model.privacy), set(model.privacy.values())) == (fields, {"personal", "technical"})
