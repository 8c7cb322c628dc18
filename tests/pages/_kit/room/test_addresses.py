"""The address that phones open: never one of this machine alone, and with a sentence where they could not open it."""

import pytest

from pages._kit.course import LESSONS
from pages._kit.room import addresses
from pages._kit.room.store.errors import RefusedError

SLUGS = [lesson.slug for lesson in LESSONS]


@pytest.mark.parametrize(
    "given",
    [
        "https://example.org",
        "http://192.168.1.5:8501",
        "https://example.org:444/courses/one",
        "http://[2001:db8::2]:80",
    ],
)
def test_a_public_address_is_taken_as_it_is(given: str) -> None:
    assert addresses.public({addresses.PUBLIC: given}) == given
    assert addresses.public({addresses.PUBLIC: f" {given}/ "}) == given


def test_without_a_public_address_there_is_none() -> None:
    assert addresses.public({}) is None


@pytest.mark.parametrize(
    "given",
    [
        "example.org", "ftp://example.org", "https://", "https://user@example.org", "https://example.org:port",
        "https://example.org/?a=1", "https://example.org/#a", 'https://example.org/"><b>', "https://a b",
        "http://localhost:8501", "http://127.0.0.1", "http://[::1]:8501", "http://0.0.0.0:8501",
    ],
)  # fmt: skip
def test_a_public_address_that_phones_cannot_open_is_refused_with_a_sentence(given: str) -> None:
    with pytest.raises(RefusedError, match=addresses.PUBLIC):
        addresses.public({addresses.PUBLIC: given})


@pytest.mark.parametrize("base", ["http://192.168.1.5:8501", "https://example.org", "https://example.org/course"])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_presenters_own_address_is_that_of_the_course(base: str, slug: str) -> None:
    assert addresses.own(f"{base}/{slug}", slug, SLUGS) == base
    # As Streamlit 1.67 says it: it takes the name of any page from the end before it adds the page's own.
    for other in filter(slug.endswith, filter(None, SLUGS)):
        shown = f"{base}/{slug}".removesuffix(other).rstrip("/")
        assert addresses.own(f"{shown}/{slug}", slug, SLUGS) == base


def test_without_an_address_there_is_none_of_ones_own() -> None:
    assert addresses.own(None, "likelihood", SLUGS) is None


@pytest.mark.parametrize("host", ["localhost", "course.localhost", "127.0.0.1", "127.1.2.3", "::1", "0.0.0.0", "::"])
def test_names_of_this_machine_alone_are_known(host: str) -> None:
    assert addresses.is_local(host)


@pytest.mark.parametrize("host", ["192.168.1.5", "example.org", "2001:db8::2", "local"])
def test_other_names_are_not_of_this_machine_alone(host: str) -> None:
    assert not addresses.is_local(host)


def test_another_host_keeps_port_and_path() -> None:
    assert addresses.with_host("http://localhost:8501/course", "192.168.1.5") == "http://192.168.1.5:8501/course"
    assert addresses.with_host("http://localhost", "2001:db8::2") == "http://[2001:db8::2]"


def test_the_machines_addresses_are_those_that_a_network_has() -> None:
    ways = {"192.0.2.1": "192.168.1.5", "10.0.0.1": "10.8.0.2", "172.16.0.1": "192.168.1.5", "2001:db8::1": "fe80::1%2"}
    named = ["127.0.1.1", "169.254.3.3", "::1", "10.8.0.2", "192.168.137.1"]
    found = addresses.of_this_machine(ways.get, lambda: named)
    assert found == ["192.168.1.5", "10.8.0.2", "192.168.137.1"]
    assert addresses.of_this_machine(lambda _to: None, list) == []


def test_no_packet_is_needed_and_nothing_of_this_machine_alone_is_offered() -> None:
    assert not any(map(addresses.is_local, addresses.of_this_machine()))


@pytest.mark.parametrize("listens", [None, "", "0.0.0.0", "::", "192.168.1.5"])
def test_a_server_that_listens_there_is_no_obstacle(listens: str | None) -> None:
    assert addresses.obstacle("192.168.1.5", listens) == ""


@pytest.mark.parametrize("listens", ["localhost", "127.0.0.1", "10.8.0.2"])
def test_a_server_that_listens_elsewhere_is_named_with_what_to_set(listens: str) -> None:
    assert "STREAMLIT_SERVER_ADDRESS=0.0.0.0" in addresses.obstacle("192.168.1.5", listens)


def test_a_host_that_is_not_allowed_is_named_with_what_to_set() -> None:
    said = addresses.obstacle("192.168.1.5", None, ["course.example.org"])
    assert "STREAMLIT_SERVER_ALLOWED_HOSTS" in said
    assert "192.168.1.5" in said
    assert addresses.obstacle("192.168.1.5", None, ["192.168.1.5"]) == ""
    assert addresses.obstacle("192.168.1.5", None, ["*"]) == ""
