import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import specimens

from hpbrief import read_briefing
from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits, read_document
from hpbrief.load.web.fetch import is_public

TEXT = "Tháng 10 năm 2025, thu ngân sách tăng 12,4% so với cùng kỳ."
SHORT = Limits(seconds=0.5, bytes=200_000, redirects=3)


class Answers(BaseHTTPRequestHandler):
    """What the server of the tests does at each path."""

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"answer_{self.path.strip('/').partition('?')[0].partition('.')[0]}")()

    def send(self, data: bytes, *headers: tuple[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer_text(self) -> None:
        self.send(TEXT.encode())

    def answer_report(self) -> None:
        self.send(specimens.word(), ("Content-Type", "text/plain"))

    def answer_host(self) -> None:
        self.send(self.headers["Host"].encode())

    def answer_moved(self) -> None:
        self.send(b"", ("Location", "/text"), status=302)

    def answer_round(self) -> None:
        self.send(b"", ("Location", "/round"), status=301)

    def answer_away(self) -> None:
        self.send(b"", ("Location", self.path.partition("?")[2]), status=307)

    def answer_missing(self) -> None:
        self.send(b"", status=404)

    def answer_packed(self) -> None:
        self.send(gzip.compress(TEXT.encode()), ("Content-Encoding", "gzip"))

    def answer_bomb(self) -> None:
        self.send(gzip.compress(bytes(10_000_000)), ("Content-Encoding", "gzip"))

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"a" * 10_000)

    def answer_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def answer_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(100):
            self.wfile.write(b"X-%d: a\r\n" % n)
            self.wfile.flush()
            time.sleep(0.05)

    def answer_silent(self) -> None:
        time.sleep(3)

    def answer_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"a" * 10)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with _serving() as address:
        yield address


@contextmanager
def _serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_is_read_as_a_file_is(server: str) -> None:
    document = read_document(f"{server}/text.html", allow_private=True)
    assert document.text == TEXT
    assert document.url == f"{server}/text.html"
    assert document.file == "text.html"
    report = read_document(f"{server}/report", allow_private=True)
    assert report.title == specimens.TITLE  # told by content, whatever the server says
    assert read_document(f"{server}/moved", allow_private=True).url == f"{server}/text"
    assert read_document(f"{server}/packed", allow_private=True).text == TEXT
    assert read_document(f"{server}/host", allow_private=True).text == server.removeprefix("http://")
    briefing = read_briefing(f"{server}/text", allow_private=True)
    assert briefing.document.url == f"{server}/text"
    assert [row["value"] for row in briefing.to_records() if row["kind"] == "figure"] == [12.4]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("endless", "limit bytes"),
        ("bomb", "limit bytes"),
        ("drip", "limit seconds"),
        ("headers", "limit seconds"),
        ("silent", "limit seconds"),
        ("round", "limit redirects"),
    ],
)
def test_a_server_that_asks_too_much_meets_a_limit(server: str, path: str, words: str) -> None:
    with pytest.raises(UnsafeFileError, match=words):
        read_document(f"{server}/{path}", allow_private=True, limits=SHORT)


@pytest.mark.parametrize(("path", "words"), [("missing", "404"), ("cut", "990 bytes are missing")])
def test_a_server_that_fails_is_told(server: str, path: str, words: str) -> None:
    with pytest.raises(LoadError, match=words):
        read_document(f"{server}/{path}", allow_private=True, limits=SHORT)


def test_no_server_at_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(LoadError, match=str(port)):
        read_document(f"http://127.0.0.1:{port}/", allow_private=True, limits=SHORT)


def test_only_public_addresses_are_fetched(server: str) -> None:
    port = server.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"):
        with pytest.raises(LoadError, match=r"not a public address|is not found"):
            read_document(f"http://{host}:{port}/text", limits=SHORT)
    for address in (
        "file:///etc/passwd",
        "ftp://example.com/a",
        "gopher://a",
        "http://",
        "https://a:b@example.com/",
    ):
        with pytest.raises(LoadError, match="address"):
            read_document(address, limits=SHORT)


@pytest.mark.parametrize(
    "place",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0",
     "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::", "255.255.255.255", "no address",
     "::127.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b:1::1", "fec0::1", "192.0.0.8", "192.88.99.1", "5f00::1", "3fff::1",
     "198.18.0.1"],
)  # fmt: skip
def test_places_that_are_not_public(place: str) -> None:
    assert not is_public(place)


@pytest.mark.parametrize("place", ["203.162.0.1", "8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_places_that_are_public(place: str) -> None:
    assert is_public(place)


def test_leave_for_a_private_host_is_not_leave_for_those_it_points_to(server: str) -> None:
    port = server.rpartition(":")[2]
    with _serving() as other:
        for place in (f"http://localhost:{port}/text", f"{other}/text"):
            with pytest.raises(UnsafeFileError, match="not a public address"):
                read_document(f"{server}/away?{place}", limits=SHORT, allow_private=True)
    assert read_document(f"{server}/away?{server}/text", limits=SHORT, allow_private=True).text == TEXT


def _names(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[str]]) -> list[str]:
    """Names answer as given, a list being used up from the left to its last; what was asked for is returned."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        places = answers.get(host, [host])
        place = places.pop(0) if len(places) > 1 else places[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_redirect_to_a_private_place_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.rpartition(":")[2]
    dialled: list[str] = []
    dial = socket.create_connection

    def create_connection(address: tuple[str, int], **options: float) -> socket.socket:
        dialled.append(address[0])
        return dial(("127.0.0.1", address[1]), **options)  # the public host is played by the loopback

    _names(monkeypatch, {"public.example": ["203.162.0.1"], "inner.example": ["10.0.0.8"]})
    monkeypatch.setattr(socket, "create_connection", create_connection)
    assert read_document(f"http://public.example:{port}/text", limits=SHORT).text == TEXT
    for place in (f"http://127.0.0.1:{port}/text", f"http://inner.example:{port}/text", "http://[::1]/"):
        with pytest.raises(UnsafeFileError, match="not a public address"):
            read_document(f"http://public.example:{port}/away?{place}", limits=SHORT)
    with pytest.raises(LoadError, match="only http"):
        read_document(f"http://public.example:{port}/away?file:///etc/passwd", limits=SHORT)
    assert set(dialled) == {"203.162.0.1"}


def test_a_name_that_changes_its_answer_gains_nothing(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = server.rpartition(":")[2]
    dialled: list[str] = []

    def create_connection(address: tuple[str, int], **_: float) -> socket.socket:
        dialled.append(address[0])
        raise OSError("not reached")

    asked = _names(monkeypatch, {"turning.example": ["203.162.0.1", "127.0.0.1"]})
    monkeypatch.setattr(socket, "create_connection", create_connection)
    with pytest.raises(LoadError, match="not reached"):
        read_document(f"http://turning.example:{port}/text", limits=SHORT)
    assert dialled == ["203.162.0.1"]  # the place that was checked, and no name to be looked up again
    assert asked.count("turning.example") == 1


def test_nothing_is_fetched_unless_an_address_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    path = f"{tmp_path}/a.html"
    data = specimens.page().replace(b"</article>", b'<img src="http://192.0.2.1/a.png"></article>')
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)
    refusing: Callable[..., None] = refuse
    monkeypatch.setattr(socket.socket, "connect", refusing)
    monkeypatch.setattr(socket, "getaddrinfo", refusing)
    assert read_document(path).title == specimens.TITLE
