"""Files of a data set on Hugging Face: first said what they are, then fetched, checked and written down.

A file's size and SHA-256 are those that the Hub lists for it (it keeps large files with Git LFS, whose pointer is the
SHA-256). What was seen at the first download lies in `files.json` beside the files: a data set that has changed, or a
file that was damaged since, does not go unnoticed.
"""

import json
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

from lib.data.download import checksum_of, download

HUB = "https://huggingface.co"
RECORD = "files.json"


class HubFile(NamedTuple):
    """A file as the Hub lists it."""

    path: str  #: inside the data set
    size: int  #: bytes
    sha256: str  #: 64 hexadecimal digits

    @property
    def name(self) -> str:
        """Return what the file is called without its folder."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class HubFolder:
    """Files of one folder of a data set, whose names begin alike, at one revision."""

    repository: str
    revision: str  #: a commit: what it names cannot change
    folder: str
    prefix: str
    licence: str
    hub: str = HUB

    @property
    def listing(self) -> str:
        """Return the address that lists the folder."""
        return f"{self.hub}/api/datasets/{self.repository}/tree/{self.revision}/{self.folder}"

    def address(self, file: HubFile) -> str:
        """Return the address of a file."""
        return f"{self.hub}/datasets/{self.repository}/resolve/{self.revision}/{file.path}"


def fetch_files(source: HubFolder, target: Path, *, say: Callable[[str], object] = print) -> list[Path]:
    """Return the files of `source`, checked. What is missing is downloaded, after saying what and how much.

    A download that broke off goes on where it stopped. Where everything is there, nothing is asked of the network.

    Args:
        source: which files.
        target: folder on this machine.
        say: takes the account of what will be downloaded.

    Raises:
        OSError: the Hub cannot be reached, or the connection broke off; call again to go on.
        ValueError: the answer is no list of files; a file is not what was listed, or not what was recorded at the
            first download; `target` holds the files of another data set or revision.
    """
    target.mkdir(parents=True, exist_ok=True)
    # Chapters run side by side: the second to ask waits for what the first downloads.
    with FileLock(target / ".lock"):
        files = _recorded(source, target)
        lacking = files is None or any(not (target / file.name).exists() for file in files)
        if lacking:
            files = _downloaded(source, target, recorded=files, say=say)
        paths = [_checked(target / file.name, file) for file in files]
        if lacking:
            _write_record(source, target, files)
    return paths


def list_files(source: HubFolder) -> list[HubFile]:
    """Ask the Hub for names, sizes and checksums.

    Raises:
        OSError: it cannot be reached.
        ValueError: the answer is no list of files with checksums, or has none whose name begins as asked.
    """
    with urllib.request.urlopen(source.listing, timeout=60) as response:
        answer = response.read()
    try:
        wanted = [entry for entry in json.loads(answer) if entry["path"].startswith(f"{source.folder}/{source.prefix}")]
        files = [HubFile(entry["path"], entry["lfs"]["size"], entry["lfs"]["oid"]) for entry in wanted]
        odd = [file for file in files if not _is_plain(file, source.folder)]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"source: {source.listing} answered {answer[:60].decode(errors='replace')!r}, expected a list of files"
            f" with path, size and SHA-256 ({type(error).__name__}: {error})"
        ) from None
    if odd:
        raise ValueError(f"source: {source.listing} lists {tuple(odd[0])}, expected a path, bytes and a SHA-256")
    if not files:
        raise ValueError(f"source: {source.listing} lists no file that begins with {source.prefix!r}")
    return sorted(files)


def account(source: HubFolder, files: list[HubFile], target: Path) -> str:
    """Return what will be downloaded: how much, from where, on what terms, where to, and each file's checksum."""
    total, number = sum(file.size for file in files) / 1e6, f"{len(files)} file{'s' * (len(files) != 1)}"
    origin = f"{source.hub}/datasets/{source.repository}, revision {source.revision[:12]}"
    lines = [f"  {file.path}, {file.size / 1e6:,.1f} MB, SHA-256 {file.sha256}" for file in files]
    head = [f"To download: {total:,.1f} MB in {number}", f"  from {origin}, licence {source.licence}", f"  to {target}"]
    return "\n".join(head + lines)


def _downloaded(
    source: HubFolder, target: Path, *, recorded: list[HubFile] | None, say: Callable[[str], object]
) -> list[HubFile]:
    listed = list_files(source)
    if recorded is not None and recorded != listed:
        now, before = (sorted(set(some) - set(others)) for some, others in ((listed, recorded), (recorded, listed)))
        raise ValueError(
            f"source: {source.listing} lists {now}, expected {before} as seen first ({target / RECORD}); remove"
            f" {target} to accept the change"
        )
    if missing := [file for file in listed if not (target / file.name).exists()]:
        say(account(source, missing, target))
    for file in missing:
        download(source.address(file), target / file.name, size=file.size, checksum=f"sha256:{file.sha256}")
    return listed


def _is_plain(file: HubFile, folder: str) -> bool:
    """Tell whether a listed file has a size, a checksum, and a name that leads nowhere else on this machine."""
    plain = re.fullmatch(r"\w[\w.-]*", file.path.removeprefix(f"{folder}/"))
    return bool(plain and isinstance(file.size, int) and file.size > 0 and re.fullmatch(r"[0-9a-f]{64}", file.sha256))


def _recorded(source: HubFolder, target: Path) -> list[HubFile] | None:
    """Return the files as seen at the first download, or `None` before it."""
    path = target / RECORD
    if not path.exists():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        origin, files = (record["repository"], record["revision"]), [HubFile(**entry) for entry in record["files"]]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"target: {path} cannot be read ({error!r}); remove {target} to begin anew") from None
    if origin != (source.repository, source.revision):
        raise ValueError(
            f"target: {target} holds files of {' at '.join(origin)}, expected {source.repository} at"
            f" {source.revision}; remove it to begin anew"
        )
    return files


def _write_record(source: HubFolder, target: Path, files: list[HubFile]) -> None:
    record = {"repository": source.repository, "revision": source.revision, "files": [file._asdict() for file in files]}
    part = target / f"{RECORD}.part"
    part.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    part.replace(target / RECORD)


def _checked(path: Path, file: HubFile) -> Path:
    found = checksum_of(path, "sha256").removeprefix("sha256:")
    if found != file.sha256:
        raise ValueError(
            f"target: {path} has {path.stat().st_size:,} bytes and SHA-256 {found}, expected {file.size:,} and"
            f" {file.sha256}; remove it and it is downloaded anew"
        )
    return path
