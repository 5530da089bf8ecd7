"""Connections that go only where they may: to checked IPs, within one deadline, breakable from outside.

Every IP a host resolves to must be public, and the connection goes to the very IP that was looked at: one lookup per
connection, so a name that changes its answer in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from analyzer.errors import SourceError
from analyzer.text import N_
from connectors.refusals import Refusal
from connectors.transport import AGAIN, HOST_UNKNOWN, NO_CONNECTION, TrustedAdapter


@dataclass(frozen=True)
class Limits:
    """What one address may cost.

    Attributes:
        max_bytes: of the calendar, unpacked.
        deadline_seconds: for everything together.
        silence_seconds: without a byte or an answer to a connection attempt.
        redirects: how often an address may send on.
        pauses_seconds: how long to wait before each further try when the server does not say.
    """

    max_bytes: int = 20_000_000
    deadline_seconds: float = 30.0
    silence_seconds: float = 10.0
    redirects: int = 5
    pauses_seconds: tuple[float, ...] = (1.0, 3.0)


LIMITS = Limits()

MAX_TRIED_IPS = 6

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")
PRIVATE_ADDRESS = Refusal(
    "address-private",
    N_("{name} leads to an address that is not public ({ip}); it was not contacted."),
    N_("If the calendar stands on your own network, add --allow-private."),
)

TOO_SLOW = Refusal("too-slow", N_("{name} did not give the whole calendar within {seconds} seconds."), AGAIN)


def is_reachable(ip: str, *, allow_private: bool = False) -> bool:
    """Say whether an IP address may be connected to: a public one, or with ``allow_private`` also an intranet's own.

    An IPv6 address that carries an IPv4 one (mapped, compatible, 6to4, Teredo, NAT64) must pass with both.
    """
    address = ipaddress.ip_address(ip.partition("%")[0])
    carried: list[ipaddress.IPv4Address] = []
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_reachable(str(address.ipv4_mapped), allow_private=allow_private)
        last_four = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address in NAT64 or (address in IPV4_COMPATIBLE and int(address) > 1):
            carried.append(last_four)
        carried += [address.sixtofour] if address.sixtofour else []
        carried += address.teredo or ()
        if address.is_site_local and not allow_private:
            return False
    if address.is_multicast or address.is_unspecified or address.is_link_local or ip == "255.255.255.255":
        return False
    if not all(is_reachable(str(inner), allow_private=allow_private) for inner in carried):
        return False
    return allow_private or address.is_global


def is_closed_as_written(host: str, *, allow_private: bool = False) -> bool:
    """Say whether a host may not be asked, without any lookup: ``localhost``, or an IP address in any notation."""
    bare = host.rstrip(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return not allow_private
    with suppress(OSError, ValueError):
        ip = socket.inet_ntoa(socket.inet_aton(bare))  # also 0x7f000001, 2130706433, 127.1
        return not is_reachable(ip, allow_private=allow_private)
    with suppress(ValueError):
        return not is_reachable(bare, allow_private=allow_private)
    return False


class Breaker:
    """Holds a second handle on every connection, so that a timer or another thread can break them all at once."""

    def __init__(self) -> None:
        self.is_closed = threading.Event()
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []

    @property
    def watched(self) -> int:
        """How many connections were opened."""
        return len(self._handles)

    def watch(self, connection: socket.socket) -> socket.socket:
        """Keep a second handle on a connection: TLS takes over the first one, this one can still break it."""
        with self._lock:
            if not self.is_closed.is_set():
                self._handles.append(connection.dup())
        return connection

    def close(self) -> None:
        """Break whatever is still connected, so that whoever reads from it wakes up."""
        with self._lock:
            self.is_closed.set()
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)
                handle.close()
            self._handles.clear()


class Guard(Breaker):
    """Opens the connections of one fetch, to allowed IPs only, and can break them all at once."""

    def __init__(self, name: str, allow_private: bool, limits: Limits) -> None:
        super().__init__()
        self.name = name
        self.allow_private = allow_private
        self.limits = limits
        self._ends_at = time.monotonic() + limits.deadline_seconds
        self._confirmed: set[Any] = set()

    def remaining_seconds(self) -> float:
        """Return the seconds left until the deadline; negative after it."""
        return self._ends_at - time.monotonic()

    def too_slow(self) -> SourceError:
        """Return the error of a deadline that is past."""
        return TOO_SLOW.error(name=self.name, seconds=f"{self.limits.deadline_seconds:g}")

    def check_time(self) -> None:
        """Raise :meth:`too_slow` when the deadline is past or the fetch was given up."""
        if self.is_closed.is_set() or self.remaining_seconds() <= 0:
            raise self.too_slow()

    def open(self, host: str, port: int, options: Any) -> socket.socket:
        """Return a connection to the first IP of a host that answers; none when any of its IPs is not allowed."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise HOST_UNKNOWN.error(name=self.name) from error
        for *_, place in found:
            ip = str(place[0])
            if not is_reachable(ip, allow_private=self.allow_private):
                raise PRIVATE_ADDRESS.error(name=self.name, ip=ip)
        for family, kind, protocol, _, place in found[:MAX_TRIED_IPS]:
            self.check_time()
            connection = socket.socket(family, kind, protocol)
            try:
                for option in options or ():
                    connection.setsockopt(*option)
                connection.settimeout(min(self.limits.silence_seconds, max(self.remaining_seconds(), 0.01)))
                self.watch(connection).connect(place)
            except OSError:
                connection.close()
                continue
            self._confirmed.add(connection.getpeername())
            return connection
        raise NO_CONNECTION.error(name=self.name)

    def confirm(self, connection: Any) -> None:
        """Refuse a connection that was not opened here, should the HTTP library ever find another way to open one."""
        self.check_time()
        if connection is None or connection.getpeername() not in self._confirmed:
            raise NO_CONNECTION.error(name=self.name)


def pool_classes(breaker: Breaker, guard: Guard | None) -> dict[str, Any]:
    """Return urllib3's pools with connections that the guard opens, or, without one, that the breaker only watches."""

    class _Http(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            if guard:
                return guard.open(self._dns_host, self.port, self.socket_options)
            return breaker.watch(super()._new_conn())

        def connect(self) -> None:
            super().connect()
            if guard:
                guard.confirm(self.sock)

    class _Https(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            if guard:
                return guard.open(self._dns_host, self.port, self.socket_options)
            return breaker.watch(super()._new_conn())

        def connect(self) -> None:
            super().connect()
            if guard:
                guard.confirm(self.sock)

    http = type("_HttpPool", (HTTPConnectionPool,), {"ConnectionCls": _Http})
    https = type("_HttpsPool", (HTTPSConnectionPool,), {"ConnectionCls": _Https})
    return {"http": http, "https": https}


class WatchedAdapter(TrustedAdapter):
    """The adapter of requests whose connections can be broken from outside; through a proxy just the same."""

    def __init__(self, breaker: Breaker) -> None:
        self._breaker = breaker
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of direct connections."""
        super().init_poolmanager(*args, **kwargs)
        guard = self._breaker if isinstance(self._breaker, Guard) else None
        self.poolmanager.pool_classes_by_scheme = pool_classes(self._breaker, guard)

    def proxy_manager_for(self, proxy: Any, **kwargs: Any) -> Any:
        """Return the pools of connections through a proxy, of which only the proxy itself is connected to."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = pool_classes(self._breaker, None)
        return manager
