"""One large file from the web: resumed where it stopped, with a progress bar, checked before it gets its name."""

import hashlib
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

from tqdm import tqdm

CHUNK = 1 << 20


def download(url: str, target: Path, *, size: int, checksum: str) -> Path:
    """Download `url` to `target`, unless it is there already.

    What arrives is kept in `target` + `.part`; called again after an interruption, the rest is asked for.

    Args:
        url: address of the file.
        target: where it is wanted.
        size: its length in bytes.
        checksum: how it is computed, a colon, and its hexadecimal digits, such as `md5:90528d…` or `sha256:d0cfac…`.

    Returns:
        `target`.

    Raises:
        OSError: the address cannot be reached, or the connection broke off; call again to go on.
        ValueError: what arrived is not the file expected; it is removed.
    """
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    if not part.exists() or part.stat().st_size < size:
        _append(url, part, size=size)
    found = checksum_of(part, checksum.partition(":")[0])
    if found != checksum:
        part.unlink()
        raise ValueError(f"checksum: {url} has {found}, expected {checksum}; the file is removed, try again")
    return part.replace(target)


def checksum_of(path: Path, kind: str) -> str:
    """Return a file's checksum as `download` takes it.

    Args:
        path: the file.
        kind: a name of `hashlib`, such as `md5` or `sha256`.
    """
    with path.open("rb") as stream:
        return f"{kind}:{hashlib.file_digest(stream, kind).hexdigest()}"


def _append(url: str, part: Path, *, size: int) -> None:
    """Ask for the bytes that `part` lacks; a server that sends the whole file starts it anew."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=60) as response:
        have = have if response.status == 206 else 0
        bar = tqdm(total=size, initial=have, unit="B", unit_scale=True, desc=part.stem)
        # A connection that ends too soon is told by the length below, however the server announced the file.
        with part.open("ab" if have else "wb") as stream, bar, suppress(HTTPException):
            while chunk := response.read(CHUNK):
                stream.write(chunk)
                bar.update(len(chunk))
    if part.stat().st_size < size:
        raise OSError(f"{url} broke off after {part.stat().st_size:,} of {size:,} bytes; run again to go on")
