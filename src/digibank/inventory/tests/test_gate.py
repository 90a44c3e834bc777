"""Whatever people do, in whatever order: no device passes the gate with a medium that is not settled (policy I-02)."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions
from digibank.inventory.flows import BEFORE_THE_GATE, MediumState
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device, a_disk, a_list_of_parts, a_machine_report, a_medium, erased
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk

SERIALS = ["", "S1", "S2"]


def read(device, serials, *, parts_only=False):
    tell = a_list_of_parts if parts_only else a_machine_report
    actions.read_in(device, report=tell(*[a_disk(port, serial) for port, serial in enumerate(serials)]), by=an_actor())


def settle(device, at, act):
    medium = list(device.media.all())[at : at + 1]
    if medium:
        act(medium[0])


def erase(medium):
    if medium.state == MediumState.TO_ERASE:
        erased(medium)


def at_home(device):
    return Place.objects.get(kind=Place.Kind.DEPOT)


def a_desk_elsewhere(device):
    found = Place.objects.filter(name="Balie Ver").first()
    return found or a_desk(device.owner, name="Balie Ver")


disks = st.lists(st.sampled_from(SERIALS), max_size=3)
acts = st.one_of(
    st.builds(lambda found: lambda device: read(device, found), disks),
    st.builds(lambda found: lambda device: read(device, found, parts_only=True), disks.filter(bool)),
    st.builds(lambda serial: lambda device: a_medium(device, serial=serial), st.sampled_from(SERIALS)),
    st.builds(
        lambda at, act: lambda device: settle(device, at, act),
        st.integers(0, 3),
        st.sampled_from(
            [
                erase,
                lambda medium: actions.state_absent(medium, because="seen", by=an_actor()),
                lambda medium: actions.destroy(medium, because="seen", by=an_actor()),
            ]
        ),
    ),
    st.just(lambda device: actions.state_no_storage(device, because="seen", by=an_actor())),
    st.just(lambda device: actions.pass_gate(device, by=an_actor())),
    st.just(lambda device: actions.pass_gate(device, by=an_actor())),
    st.just(lambda device: actions.write_off(device, by=an_actor())),
    st.just(lambda device: actions.restore(device, by=an_actor())),
    st.just(lambda device: actions.return_to_donor(device, because="locked", by=an_actor())),
    st.just(lambda device: actions.dispose(device, by=an_actor())),
    st.just(lambda device: actions.keep_after_all(device, by=an_actor())),
    st.sampled_from([actions.install, actions.approve, actions.reject, actions.lend, actions.lose, actions.steal]).map(
        lambda act: lambda device: act(device, by=an_actor())
    ),
    st.sampled_from([a_desk_elsewhere, at_home]).map(
        lambda where: lambda device: actions.send(device, to=where(device), by=an_actor())
    ),
    st.sampled_from([a_desk_elsewhere, at_home]).map(
        lambda where: lambda device: actions.arrive(device, place=where(device), by=an_actor())
    ),
    st.just(lambda device: actions.take_back(device, place=at_home(device), accessories={}, by=an_actor())),
    st.just(lambda device: actions.find(device, place=at_home(device), by=an_actor())),
)


@pytest.mark.rule("I-02")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(acts, max_size=16))
def test_no_order_of_acts_brings_unsettled_storage_past_the_gate(depot, laptop_class, steps):
    device = a_device(depot, laptop_class)

    for step in steps:
        with contextlib.suppress(RuleBroken):
            step(device)
        now = Device.objects.get(pk=device.pk)
        open_media = now.media.filter(state=MediumState.TO_ERASE).count() + (0 if now.storage_known else 1)
        assert now.open_media == open_media
        assert now.state in BEFORE_THE_GATE or open_media == 0
