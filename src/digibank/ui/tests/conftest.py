from collections.abc import Iterator

import pytest
from django.template import engines
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests compare the sentences of the code, not their translation."""
    with translation.override("en"):
        yield


@pytest.fixture
def render():
    """Render a piece of template with these values."""

    def render_piece(source: str, **context: object) -> str:
        return engines["django"].from_string(source).render(context).strip()

    return render_piece
