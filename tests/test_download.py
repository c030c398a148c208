"""Downloads resume, are checked, and never leave a wrong file under the right name."""

import hashlib
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lib.data.download import download

DATA = bytes(range(256)) * 40
MD5 = f"md5:{hashlib.md5(DATA).hexdigest()}"


class Server(BaseHTTPRequestHandler):
    """Serves DATA, with ranges unless `ranges` is off; breaks off after `limit` bytes."""

    ranges, limit, asked, chunked, protocol_version = True, len(DATA), [], False, "HTTP/1.1"

    def do_GET(self):
        start = self.headers["Range"] if self.ranges else None
        self.asked.append(start)
        have = int(start.removeprefix("bytes=").rstrip("-")) if start else 0
        self.send_response(206 if start else 200)
        if self.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write((f"{len(DATA):x}\r\n".encode() if self.chunked else b"") + DATA[have : self.limit])

    def log_message(self, *arguments):
        """Stay silent."""


@pytest.fixture
def serve():
    servers = []

    def start(**options) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Server,), {"asked": [], **options}))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/data.zip", server.RequestHandlerClass

    yield start
    for server in servers:
        server.shutdown()


def test_whole_file(serve, tmp_path):
    address, _ = serve()
    assert download(address, tmp_path / "deep" / "data.zip", size=len(DATA), checksum=MD5).read_bytes() == DATA


def test_goes_on_where_it_broke_off(serve, tmp_path):
    fetch = partial(download, target=tmp_path / "data.zip", size=len(DATA), checksum=MD5)
    with pytest.raises(OSError, match="broke off after 100 of 10,240 bytes"):
        fetch(serve(limit=100)[0])
    address, handler = serve()
    assert fetch(address).read_bytes() == DATA
    assert handler.asked == ["bytes=100-"]


def test_a_connection_that_ends_amid_a_chunk_is_told_alike(serve, tmp_path):
    address, handler = serve()
    handler.chunked, handler.limit = True, 100
    with pytest.raises(OSError, match=r"broke off after \d+ of 10,240 bytes"):
        download(address, tmp_path / "data.zip", size=len(DATA), checksum=MD5)


def test_server_without_ranges_starts_anew(serve, tmp_path):
    (tmp_path / "data.zip.part").write_bytes(DATA[:50])
    assert download(serve(ranges=False)[0], tmp_path / "data.zip", size=len(DATA), checksum=MD5).read_bytes() == DATA


def test_a_wrong_file_gets_no_name(serve, tmp_path):
    with pytest.raises(ValueError, match=r"checksum: .* has md5:.* expected md5:0000"):
        download(serve()[0], tmp_path / "data.zip", size=len(DATA), checksum="md5:" + "0" * 32)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_asked_for_again(tmp_path):
    (tmp_path / "data.zip").write_bytes(DATA)
    assert download("http://127.0.0.1:9/", tmp_path / "data.zip", size=len(DATA), checksum=MD5).exists()
