"""How often: counted exactly, together for all processes, and for the right address."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from digibank import clock
from digibank.ui.limits import address_of, count, limited, take_back
from serving import ROOT, environment_in

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
COUNTING = """
import sys, time, django; django.setup()
from digibank.ui.limits import count
time.sleep(max(0, float(sys.argv[1]) - time.time()))
print(sum(count("the same", 25, 600) == 0 for _turn in range(20)))
"""


@limited(2, seconds=60)
def form(request):
    return HttpResponse("sent")


def post(address="192.0.2.1", **headers):
    return form(RequestFactory().post("/form/", REMOTE_ADDR=address, headers=headers))


@pytest.mark.django_db
@pytest.mark.rule("V-03")
def test_what_is_sent_too_often_is_told_from_when_it_may_be_sent_again():
    with clock.at(NOON):
        sent = [post().status_code for _time in range(2)]
        clock.pass_time(seconds=20)
        refused = post()

        assert (sent, refused.status_code, refused["Retry-After"]) == ([200, 200], 429, "40")
        assert "vanaf 12:01" in refused.content.decode() or "from 12:01" in refused.content.decode()
        clock.pass_time(seconds=40)
        assert [post().status_code for _time in range(3)] == [200, 200, 429]


@pytest.mark.django_db
def test_each_address_has_its_own_count_and_reading_is_free():
    assert [post(address).status_code for address in ("192.0.2.1", "192.0.2.2") * 2] == [200] * 4
    assert {form(RequestFactory().get("/form/")).status_code for _time in range(5)} == {200}


@pytest.mark.django_db
def test_a_clock_that_is_set_back_holds_nobody_up():
    with clock.at(NOON):
        assert [count("x", 1, 60), count("x", 1, 60)] == [0, 60]
        clock.pass_time(hours=-1)

        assert [count("x", 1, 60), count("x", 1, 60)] == [0, 60]


@pytest.mark.django_db
def test_what_is_taken_back_was_never_counted():
    with clock.at(NOON):
        take_back("x", 60)
        assert [count("x", 2, 60) for _time in range(3)] == [0, 0, 60]

        take_back("x", 60)

        assert [count("x", 2, 60), count("x", 2, 60)] == [0, 60]


@pytest.mark.django_db
def test_a_limit_may_hang_on_what_is_sent():
    by_name = limited(1, seconds=60, subject=lambda request: request.POST["name"])(form.__wrapped__)
    requests = [RequestFactory().post("/", {"name": name}, REMOTE_ADDR="192.0.2.9") for name in "aabb"]

    assert [by_name(request).status_code for request in requests] == [200, 429, 200, 429]


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "192.0.2.1", "203.0.113.7", "192.0.2.1"),
        (1, "10.0.0.1", "203.0.113.7", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "10.0.0.1", "203.0.113.7", "10.0.0.1"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "", "", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
    ],
)
def test_an_address_is_what_our_own_proxy_saw(settings, proxies, remote, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert address_of(request) == address


@pytest.mark.django_db(transaction=True)
@pytest.mark.rule("V-03")
def test_of_four_processes_at_once_exactly_so_many_pass(database_of_its_own, tmp_path):
    environment = environment_in(tmp_path) | {"DATABASE_URL": database_of_its_own}
    start = datetime.now(UTC).timestamp() + 4
    command = [sys.executable, "-c", COUNTING, str(start)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) for _process in range(4)
    ]
    passed = [int(process.communicate()[0]) for process in running]

    assert sum(passed) == 25
