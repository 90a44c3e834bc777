from datetime import UTC, date, datetime, timedelta

import pytest

from digibank import clock

EVENING = datetime(2026, 6, 30, 21, 30, tzinfo=UTC)


def test_an_unset_clock_tells_the_real_time():
    before = datetime.now(UTC)

    moment = clock.now()

    assert before <= moment <= datetime.now(UTC)


def test_today_is_the_day_in_brussels():
    with clock.at(EVENING):
        assert clock.today() == date(2026, 6, 30)
    with clock.at(EVENING + timedelta(hours=1)):
        assert clock.today() == date(2026, 7, 1)


def test_a_set_clock_stands_still_in_utc_and_runs_again_afterwards():
    with clock.at(EVENING.astimezone(clock.BRUSSELS)):
        assert clock.now() == EVENING
        assert clock.now().tzinfo is UTC

    assert clock.now() != EVENING


def test_a_clock_within_a_clock_gives_way_to_the_outer_one():
    with clock.at(EVENING):
        with clock.at(EVENING + timedelta(days=9)):
            pass

        assert clock.now() == EVENING


def test_a_clock_is_given_back_when_the_block_fails():
    with pytest.raises(ZeroDivisionError), clock.at(EVENING):
        1 / 0  # noqa: B018

    assert clock.now() != EVENING


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 6, 30, 21, 30)):  # noqa: DTZ001
        pass


def test_time_passes_on_a_set_clock():
    with clock.at(EVENING):
        moved = clock.pass_time(days=2, hours=1)

        assert moved == clock.now() == EVENING + timedelta(days=2, hours=1)


def test_real_time_cannot_be_moved():
    with pytest.raises(RuntimeError, match="set can be moved"):
        clock.pass_time(days=1)
