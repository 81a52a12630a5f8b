"""Fetching an address: public hosts only, the address that was checked is the one that is spoken to."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load.limits import Limits

_HEADERS = {
    "User-Agent": "hpbrief (+reads public briefings)",
    "Accept": "text/html,application/pdf,application/*;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_MOVED = (301, 302, 303, 307, 308)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Never of the public internet, though older Pythons, or some, call them global: addresses with an IPv4 address in
# them in ways long given up, translation within a network, sites, relays, what is set aside or for books.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            *(
                "::/96",
                "::ffff:0:0:0/96",
                "64:ff9b:1::/48",
                "fec0::/10",
                "5f00::/16",
                "3fff::/20",
                "2001:db8::/32",
            ),
            *("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "198.18.0.0/15", "2001:2::/48", "100::/64"),
        ),
    )
)
_BLOCK = 65_536


class Fetched(NamedTuple):
    """What an address gave: the bytes, the address after redirects, the name of the file."""

    data: bytes
    url: str
    name: str


def fetch(address: str, limits: Limits, *, allow_private: bool = False) -> Fetched:
    """The bytes at an http or https address.

    Each host, those of redirects too, is resolved once, and refused where any of its addresses is not public
    (loopback, private, link-local …); the connection goes to an address so checked. ``allow_private`` holds for the
    host of ``address`` alone, redirects to it included, not for other hosts that it redirects to.
    Raises UnsafeFileError naming the limit, LoadError where the server cannot be reached or answers an error.
    """
    deadline = time.monotonic() + limits.seconds
    url = address
    given = _host_of(address)
    for _ in range(limits.redirects + 1):
        answer = _get(url, limits, deadline, allow_private and _host_of(url) == given, address)
        if isinstance(answer, bytes):
            path = unquote(urlsplit(url).path)
            return Fetched(answer, url, path.rpartition("/")[2])
        url = answer
    raise UnsafeFileError("too_many_redirects", where=address, most=limits.redirects)


def _host_of(url: str) -> tuple[str | None, int | None]:
    """What must be the same for an address to be at the same place: another port is another server."""
    try:
        parts = urlsplit(url)
        return parts.hostname, parts.port
    except ValueError:  # said when it is opened
        return None, None


def _get(url: str, limits: Limits, deadline: float, allow_private: bool, address: str) -> bytes | str:
    """The body at ``url``, or the address that it has moved to."""
    parts = _parts_of(url, address)
    host = _plain_host(parts.hostname or "", address)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    places = resolve(host, port, allow_private, address)
    try:
        with _connected(host, port, places, secure, deadline) as (connection, passed):
            try:
                connection.request("GET", target, headers=_HEADERS)
                with connection.getresponse() as response:
                    answer = _answer(response, url, limits, deadline, address)
            except _BROKEN as error:
                if passed.is_set() or time.monotonic() >= deadline:
                    raise TimeoutError from error
                raise
            if passed.is_set():  # the end that was read is the one made here
                raise TimeoutError
            return answer
    except TimeoutError:
        raise UnsafeFileError("no_answer", where=address, most=limits.seconds) from None
    except _BROKEN as error:
        raise LoadError("not_fetched", where=address, error=str(error) or type(error).__name__) from error


#: What a server can do to a conversation.
_BROKEN = (OSError, http.client.HTTPException, AttributeError, ValueError)


def _parts_of(url: str, address: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - refused here, where it is no number
    except ValueError as error:
        raise LoadError("not_an_address", where=address, error=error) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise LoadError("only_http", where=address, scheme=parts.scheme or repr(url))
    if parts.username is not None or parts.password is not None:
        raise LoadError("address_with_user", where=address)
    return parts


def _plain_host(host: str, address: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise LoadError("not_a_host", where=address, host=host) from error


def _answer(
    response: http.client.HTTPResponse, url: str, limits: Limits, deadline: float, address: str
) -> bytes | str:
    if response.status in _MOVED and (place := response.headers.get("Location")):
        return urljoin(url, place)
    if response.status != 200:
        raise LoadError("server_refuses", where=address, status=response.status, reason=response.reason)
    blocks, size = [], 0
    while block := response.read1(_BLOCK):
        size += len(block)
        limits.check("bytes", size, "size_so_far", where=address)
        if time.monotonic() > deadline:
            raise TimeoutError
        blocks.append(block)
    data = b"".join(blocks)
    if response.length:
        raise LoadError("answer_cut_off", where=address, missing=response.length)
    if response.headers.get("Content-Encoding", "").lower() == "gzip":  # though it was not asked for
        data = _unzipped(data, limits, address)
    return data


def _unzipped(data: bytes, limits: Limits, address: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            plain = stream.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise LoadError("answer_broken", where=address, error=error) from error
    limits.check("bytes", len(plain), "size_unpacked", where=address)
    return plain


def resolve(host: str, port: int, allow_private: bool, address: str) -> list[str]:
    """The network addresses of a host. Raises UnsafeFileError where one of them is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise LoadError("host_not_found", where=address, host=host, error=error) from error
    places = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for place in places:
            if not is_public(place):
                raise UnsafeFileError("host_not_public", where=address, host=host, place=place)
    return places


def is_public(place: str) -> bool:
    """Whether a network address is one of the public internet, whatever it is wrapped in.

    >>> is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("203.162.0.1")
    (False, False, True)
    """
    try:
        ip = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip.teredo is not None:
            return False
    if any(ip in network for network in _NOT_PUBLIC if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast


@contextlib.contextmanager
def _connected(
    host: str, port: int, places: list[str], secure: bool, deadline: float
) -> Iterator[tuple[http.client.HTTPConnection, threading.Event]]:
    """A connection to one of the places, closed at the deadline whatever the server does; whether that passed."""
    plain = _dial(places, port, deadline)
    passed = threading.Event()

    def close() -> None:
        passed.set()
        with contextlib.suppress(OSError):
            plain.shutdown(socket.SHUT_RDWR)

    # A timeout of the socket starts anew with each byte; a server could drip them for hours.
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), close)
    watch.daemon = True
    watch.start()
    spoken: socket.socket = plain
    try:
        if secure:
            spoken = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        connection = http.client.HTTPConnection(host, port)
        if secure:
            connection.default_port = 443  # so that the Host header bears no port
        connection.sock = spoken
        yield connection, passed
    except OSError as error:
        if passed.is_set():
            raise TimeoutError from error
        raise
    finally:
        watch.cancel()
        spoken.close()


def _dial(places: list[str], port: int, deadline: float) -> socket.socket:
    fault: OSError | None = None
    for place in places:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((place, port), timeout=left)
        except OSError as error:
            fault = error
    raise fault or OSError("no address")
