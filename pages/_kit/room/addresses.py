"""The address that phones open: the public one if it is set, else the presenter's own, but never one of this machine.

A presenter on ``localhost`` gets this machine's addresses in its networks to choose from, and a sentence where a phone
could not open them.
"""

import ipaddress
import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from pages._kit.room.store.errors import RefusedError

PUBLIC: Final = "COURSE_PUBLIC_URL"
"""The environment's variable for the address of the course, as those in front of it reach it."""
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_PATH: Final = re.compile(r"(/[\w.~-]+)*")
_ELSEWHERE: Final = ("192.0.2.1", "10.0.0.1", "172.16.0.1", "192.168.0.1", "192.168.137.2", "2001:db8::1")
"""Addresses in several networks: the way to each begins at one of this machine's own."""


def public(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address in ``COURSE_PUBLIC_URL``, without a slash at its end; None if it is not set.

    Raises
    ------
    RefusedError
        If it is no ``http(s)://host[:port][/path]``, or only this machine can open it.
    """
    given = environment.get(PUBLIC, "").strip()
    if not given:
        return None
    if not _is_address(given.rstrip("/")) or is_local(host_of(given)):
        raise RefusedError(
            f"{PUBLIC} is {given[:80]!r}; it must be an address that phones can open, such as https://example.org/course."
        )
    return given.rstrip("/")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    bare = parts.netloc if port is None else parts.netloc.removesuffix(f":{port}")
    plain = not parts.query and not parts.fragment and _PATH.fullmatch(parts.path)
    return parts.scheme in ("http", "https") and bool(plain) and _HOST.fullmatch(bare) is not None


def own(url: str | None, slug: str, slugs: Iterable[str] = ()) -> str | None:
    """The address of the course in a presenter's browser that shows the lesson ``slug``; None if it is none.

    For ``st.context.url`` Streamlit takes the name of any page from the end, before it adds that of the page: with a
    page ``likelihood``, the page ``log-likelihood`` is at ``/log-/log-likelihood``.
    """
    base = (url or "").split("?")[0].rstrip("/")
    base = base.removesuffix(f"/{slug}") if slug else base
    for other in slugs:
        if other and slug != other and slug.endswith(other):
            base = base.removesuffix(f"/{slug.removesuffix(other)}")
    return base if _is_address(base) else None


def host_of(address: str) -> str:
    """The host in an address, an IPv6 one without its brackets."""
    return urlsplit(address).hostname or ""


def is_local(host: str) -> bool:
    """Whether only this machine itself reaches the host by this name."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified


def with_host(address: str, host: str) -> str:
    """The address with another host, with the same port and path."""
    parts = urlsplit(address)
    name = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=name if parts.port is None else f"{name}:{parts.port}").geturl()


def _begin_of_way(to: str) -> str | None:
    """The address at which the way to another machine begins. A datagram socket connects without a packet."""
    family = socket.AF_INET6 if ":" in to else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as way:
            way.connect((to, 9))
            return str(way.getsockname()[0])
    except OSError:
        return None


def _named_here(asks_nobody: bool = sys.platform.startswith(("win", "darwin"))) -> list[str]:
    """The addresses of this machine's own name, where the system knows them without asking the network."""
    if not asks_nobody:
        return []
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)]
    except OSError:
        return []


def of_this_machine(
    begin_of_way: Callable[[str], str | None] = _begin_of_way, named_here: Callable[[], Iterable[str]] = _named_here
) -> list[str]:
    """The addresses of this machine in its networks, that of the way to the outside first; none without a network."""
    found = [*(begin_of_way(to) for to in _ELSEWHERE), *named_here()]
    return list(dict.fromkeys(each for each in found if each and _is_of_a_network(each)))


def _is_of_a_network(text: str) -> bool:
    try:
        number = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (number.is_loopback or number.is_unspecified or number.is_link_local or number.is_multicast)


def obstacle(host: str, listens: str | None, allowed: Sequence[str] = ()) -> str:
    """The sentence that says why a phone cannot open this machine's address ``host``; empty if it can.

    Parameters
    ----------
    host : str
        One of this machine's addresses.
    listens : str or None
        Streamlit's option ``server.address``.
    allowed : sequence of str
        Streamlit's option ``server.allowedHosts``; empty allows all.
    """
    if listens and listens not in ("0.0.0.0", "::", host):
        alone = "on this machine alone" if is_local(listens) else f"at {listens} alone"
        start = "Start it with `STREAMLIT_SERVER_ADDRESS=0.0.0.0`."
        return f"Phones cannot open this address: the course listens {alone}. {start}"
    if allowed and not {host, "*"} & set(allowed):
        return f"Phones cannot open this address: add `{host}` to `STREAMLIT_SERVER_ALLOWED_HOSTS`."
    return ""
