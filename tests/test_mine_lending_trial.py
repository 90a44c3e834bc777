import pytest
from tests.examples import PAGES
from tests.records import build
from tests import test_examples as t
MINE = [e for e in PAGES if e.name.startswith("lending:")]

@pytest.mark.django_db
def test_mine():
    made = build()
    got = {e.title: t.answer(e, made) for e in MINE}
    assert got == {e.title: e.answers for e in MINE}
    sent = [e for e in MINE if e.seen_on]
    assert {e.title for e in sent if e.address(made) not in t.opened(e, made)} == set()
