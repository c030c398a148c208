"""Files from the Hub: told before they are fetched, resumed, checked, written down, and never half there."""

import hashlib
import json
from dataclasses import replace

import pytest

from lib.data import hub as hub_module
from lib.data.hub import HubFile, account, fetch_files, list_files
from tests.data.fairface_files import hub

FIRST, SECOND = bytes(range(256)) * 40, b"the second part" * 7
FILES = {"validation-0.parquet": FIRST, "validation-1.parquet": SECOND, "train-0.parquet": b"never asked for"}


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_the_files_wanted_are_listed_with_size_and_checksum():
    with hub(files=FILES) as (source, _):
        found = list_files(source)
    assert [(file.name, file.size) for file in found] == [
        ("validation-0.parquet", 10_240),
        ("validation-1.parquet", 105),
    ]
    assert [file.sha256 for file in found] == [hashlib.sha256(data).hexdigest() for data in (FIRST, SECOND)]


def test_what_will_be_downloaded_is_said_before_it_is(tmp_path):
    said = []
    with hub(files=FILES) as (source, asked):
        paths = fetch_files(source, tmp_path / "deep", say=lambda text: said.append((text, len(asked))))
    assert [path.read_bytes() for path in paths] == [FIRST, SECOND]
    (text, requests_before), address = said[0], source.hub
    assert requests_before == 1 and len(said) == 1  # the listing, and nothing else yet
    for part in (
        "0.0 MB in 2 files",
        f"{address}/datasets/drawn/faces",
        "CC BY 4.0",
        str(tmp_path / "deep"),
        "0.25/valid",
    ):
        assert part in text
    assert not any("train-0" in path for path, _ in asked)


def test_the_account_adds_up_and_names_each_file(tmp_path):
    with hub(files=FILES) as (source, _):
        text = account(source, [HubFile("0.25/a", 1_500_000, "a" * 64), HubFile("0.25/b", 500_000, "b" * 64)], tmp_path)
    assert text.startswith("To download: 2.0 MB in 2 files\n")
    assert "0.25/a, 1.5 MB, SHA-256 " + "a" * 64 in text and "0.25/b, 0.5 MB, SHA-256 " + "b" * 64 in text


def test_a_download_that_broke_off_is_told_and_goes_on(tmp_path):
    with (
        hub(files=FILES, limit=100) as (source, _),
        pytest.raises(OSError, match="broke off after 100 of 10,240 bytes"),
    ):
        fetch_files(source, tmp_path)
    assert names(tmp_path) == ["validation-0.parquet.part"]
    with hub(files=FILES) as (source, asked):
        paths = fetch_files(source, tmp_path)
    assert [path.read_bytes() for path in paths] == [FIRST, SECOND]
    assert ("/store/validation-0.parquet", "bytes=100-") in asked  # also behind the redirect
    assert names(tmp_path) == ["files.json", "validation-0.parquet", "validation-1.parquet"]


def test_a_file_with_a_wrong_checksum_gets_no_name_and_is_not_recorded(tmp_path):
    said = r"^checksum: \S+/validation-0.parquet has sha256:\w{64}, expected sha256:000"
    with (
        hub(files=FILES, sums={"validation-0.parquet": "0" * 64}) as (source, _),
        pytest.raises(ValueError, match=said),
    ):
        fetch_files(source, tmp_path)
    assert names(tmp_path) == []


def test_what_is_there_is_checked_and_nothing_is_asked(tmp_path):
    with hub(files=FILES) as (source, asked):
        fetch_files(source, tmp_path)
        before, said = len(asked), []
        fetch_files(source, tmp_path, say=said.append)
        assert len(asked) == before and said == []


def test_a_file_damaged_since_is_noticed(tmp_path):
    with hub(files=FILES) as (source, _):
        fetch_files(source, tmp_path)
        (tmp_path / "validation-1.parquet").write_bytes(b"damaged")
        with pytest.raises(
            ValueError, match=r"^target: \S+validation-1.parquet has 7 bytes and SHA-256 .*expected 105 and"
        ):
            fetch_files(source, tmp_path)


def test_a_file_of_the_name_that_was_never_recorded_is_checked_too(tmp_path):
    (tmp_path / "validation-0.parquet").write_bytes(b"something else")
    with hub(files=FILES) as (source, _), pytest.raises(ValueError, match="has 14 bytes"):
        fetch_files(source, tmp_path)
    assert "files.json" not in names(tmp_path)


def test_a_data_set_that_changed_since_the_first_download_is_noticed(tmp_path):
    with hub(files=FILES) as (source, _):
        fetch_files(source, tmp_path)
    (tmp_path / "validation-1.parquet").unlink()
    said = r"lists .*validation-1.*expected .*as seen first \(\S+files.json\); remove"
    with (
        hub(files=FILES | {"validation-1.parquet": b"changed"}) as (source, asked),
        pytest.raises(ValueError, match=said),
    ):
        fetch_files(source, tmp_path)
    assert len(asked) == 1 and names(tmp_path) == ["files.json", "validation-0.parquet"]


def test_a_missing_file_alone_is_fetched_again(tmp_path):
    with hub(files=FILES) as (source, asked):
        fetch_files(source, tmp_path)
        (tmp_path / "validation-1.parquet").unlink()
        asked.clear()
        fetch_files(source, tmp_path)
    assert [path for path, _ in asked if path.startswith("/store")] == ["/store/validation-1.parquet"]


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>Log in to this network</html>",
        b'{"error": "Repository not found"}',
        json.dumps([{"type": "file", "path": "0.25/validation-0.parquet", "size": 9}]).encode(),
        json.dumps([{"path": "0.25/validation-0", "lfs": {"oid": 7, "size": 9}}]).encode(),
    ],
)
def test_an_answer_that_is_no_listing_is_told(answer, tmp_path):
    said = r"^source: \S+/tree/\w+/0.25 answered .* expected a list of files"
    with hub(files={}, answer=answer) as (source, _), pytest.raises(ValueError, match=said):
        fetch_files(source, tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "size", "oid"),
    [
        ("0.25/validation-/../../../escaped", 9, "a" * 64),
        ("0.25/validation-0", 0, "a" * 64),
        ("0.25/validation-0", "9", "a" * 64),
        ("0.25/validation-0", 9, "a" * 63),
    ],
)
def test_a_listed_file_needs_a_plain_name_a_size_and_a_checksum(path, size, oid, tmp_path):
    answer = json.dumps([{"path": path, "lfs": {"oid": oid, "size": size}}]).encode()
    said = "expected a path, bytes and a SHA-256"
    with hub(files={}, answer=answer) as (source, _), pytest.raises(ValueError, match=said):
        fetch_files(source, tmp_path)


def test_a_folder_without_such_files_is_told(tmp_path):
    with (
        hub(files={"train-0.parquet": b"x"}) as (source, _),
        pytest.raises(ValueError, match="lists no file that begins"),
    ):
        fetch_files(source, tmp_path)


@pytest.mark.parametrize("record", ["[{]", "[]", '{"repository": "a", "revision": "b"}'])
def test_a_damaged_record_is_told(record, tmp_path):
    (tmp_path / hub_module.RECORD).write_text(record)
    with hub(files=FILES) as (source, asked), pytest.raises(ValueError, match=r"^target: \S+files.json cannot be read"):
        fetch_files(source, tmp_path)
    assert asked == []


def test_files_of_another_revision_are_not_taken_for_this_one_s(tmp_path):
    with hub(files=FILES) as (source, asked):
        fetch_files(source, tmp_path)
        before, other = len(asked), replace(source, revision="f" * 40)
        with pytest.raises(
            ValueError, match=r"^target: \S+ holds files of drawn/faces at 0123\w+, expected .* at ffff"
        ):
            fetch_files(other, tmp_path)
        assert len(asked) == before
