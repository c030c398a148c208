"""Small files of FairFace's schema with drawn pictures, and a server on this machine that answers as the Hub does."""

import hashlib
import io
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import polars as pl
from PIL import Image

from lib.data.fairface import CLASSES
from lib.data.hub import HubFolder

REVISION, FOLDER, NAME = "0123456789abcdef0123456789abcdef01234567", "0.25", "validation-00000-of-00001-drawn.parquet"


def encoded(colour, *, middle=None, size=(200, 200)) -> bytes:
    """Return a picture of one colour, perhaps with another in the middle fifth, as PNG, which keeps it exactly."""
    stream, picture = io.BytesIO(), Image.new("RGB", size, tuple(colour))
    if middle:
        picture.paste(middle, tuple(2 * side // 5 for side in size) + tuple(3 * side // 5 for side in size))
    picture.save(stream, "PNG")
    return stream.getvalue()


def parquet(pictures, *, classes=CLASSES, **columns) -> bytes:
    """Return a file of FairFace's schema: class numbers, and their names in the metadata."""
    features = {name: {"names": list(names), "_type": "ClassLabel"} for name, names in classes.items()}
    count = len(pictures)
    numbers = {name: np.zeros(count, int) for name in CLASSES} | {"service_test": np.zeros(count, bool)} | columns
    image = [{"bytes": picture, "path": None} for picture in pictures]
    kind = {"image": pl.Struct({"bytes": pl.Binary, "path": pl.String})}
    stream = io.BytesIO()
    recorded = {"huggingface": json.dumps({"info": {"features": features}})} if classes else {}
    pl.DataFrame({"image": image, **numbers}, schema_overrides=kind).write_parquet(stream, metadata=recorded)
    return stream.getvalue()


class Hub(BaseHTTPRequestHandler):
    """Lists and serves `files`, with ranges; breaks off after `limit` bytes. Files are reached by a redirect."""

    files: dict[str, bytes]
    sums: dict[str, str]
    answer, limit, asked = None, None, []

    def do_GET(self):
        """Answer a listing, a file's address, or where it leads to."""
        self.asked.append((self.path, self.headers["Range"]))
        if self.path == f"/api/datasets/drawn/faces/tree/{REVISION}/{FOLDER}":
            self._send(200, self.answer or json.dumps(self._entries()).encode())
        elif self.path.startswith(f"/datasets/drawn/faces/resolve/{REVISION}/"):
            self.send_response(302)
            self.send_header("Location", "/store/" + self.path.rpartition("/")[2])
            self.end_headers()
        else:
            data = self.files[self.path.removeprefix("/store/")]
            start = int((self.headers["Range"] or "bytes=0-").removeprefix("bytes=").rstrip("-"))
            self._send(206 if start else 200, data[start:], limit=self.limit)

    def _entries(self):
        entries = [{"type": "directory", "oid": "0" * 40, "size": 0, "path": f"{FOLDER}/more"}]
        for name, data in self.files.items():
            lfs = {"oid": self.sums.get(name, hashlib.sha256(data).hexdigest()), "size": len(data), "pointerSize": 133}
            entries.append({"type": "file", "oid": "0" * 40, "size": len(data), "lfs": lfs, "path": f"{FOLDER}/{name}"})
        return entries

    def _send(self, status, data, *, limit=None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:limit])

    def log_message(self, *arguments):
        """Stay silent."""


@contextmanager
def hub(**options):
    """Yield (where the drawn data set is, what was asked for) while it is served."""
    handler = type("Handler", (Hub,), {"sums": {}, "asked": [], **options})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    part = {"folder": FOLDER, "prefix": "validation-", "licence": "CC BY 4.0", "hub": address}
    try:
        yield HubFolder(repository="drawn/faces", revision=REVISION, **part), handler.asked
    finally:
        server.shutdown()
        server.server_close()
