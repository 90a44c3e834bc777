"""Many processes that guess the code of one badge at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.badges.coming_in import Answer, come_in
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.tests.factories import CODE, a_badge, a_computer

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "7391"
AT_ONCE = 12


def all_at_once(codes: list[str], badge: Badge, computer: SharedComputer) -> Counter:
    barrier = Barrier(len(codes), timeout=30)

    def guess(code: str) -> Answer:
        try:
            connection.ensure_connection()
            barrier.wait()
            return come_in(badge, code=code, computer=computer)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codes)) as pool:
        return Counter(pool.map(guess, codes))


@pytest.mark.rule("B-06")
def test_who_guesses_at_many_windows_at_once_has_five_tries(town, desk):
    badge, _content = a_badge(a_user("lies", "Lies Loket", town, Role.LENDING_CLERK, place=desk))
    computer, _secret = a_computer(desk)

    said = all_at_once([WRONG] * AT_ONCE, badge, computer)
    right = come_in(badge, code=CODE, computer=computer)

    assert said == {Answer.WRONG: Badge.TRIES - 1, Answer.BLOCKED: AT_ONCE - Badge.TRIES + 1}
    assert right is Answer.BLOCKED
    assert Event.objects.filter(verb="badges.code_wrong").count() == Badge.TRIES
    assert SharedComputer.objects.get().wrong_codes == Badge.TRIES
