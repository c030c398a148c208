"""FairFace: drawn files of its schema, decoded; the full edition alone downloads; wrong files are told."""

import sys
from functools import partial

import numpy as np
import pytest
from PIL import Image

from lib.data import fairface
from lib.data.fairface import CLASSES, SOURCE, find_fairface, load_fairface, read_fairface
from tests.data.fairface_files import NAME, encoded, hub, parquet

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 102)]


@pytest.fixture
def data():
    numbers = {"age": [0, 8, 3], "gender": [1, 0, 1], "race": [5, 6, 2]}
    return parquet([encoded(colour) for colour in COLOURS], **numbers)


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setenv("EDITION", "full")


def written(tmp_path, content, name=NAME):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def test_photographs_and_what_is_recorded_about_them(data, tmp_path):
    found = read_fairface([written(tmp_path, data)], size=5)
    assert found.images.shape == (3, 5, 5, 3) and found.images.dtype == np.float32
    np.testing.assert_allclose(found.images[:, 2, 3] * 255, COLOURS, atol=1e-4)
    assert found.age.tolist() == ["0-2", "more than 70", "20-29"]
    assert found.gender.tolist() == ["Female", "Male", "Female"]
    assert found.race.tolist() == ["Latino_Hispanic", "Southeast Asian", "Black"]
    assert found.origin == NAME


def test_shrinking_averages_areas(tmp_path):
    picture = np.zeros((4, 4, 3), np.uint8)
    picture[:2, :2] = np.arange(0, 160, 40).reshape(2, 2, 1)  # mean 60
    Image.fromarray(picture).save(tmp_path / "picture.png")
    path = written(tmp_path, parquet([(tmp_path / "picture.png").read_bytes()]))
    found = read_fairface([path], size=2).images[0, ..., 0] * 255
    np.testing.assert_allclose(found, [[60, 0], [0, 0]], atol=1e-4)


def test_several_files_follow_each_other(data, tmp_path):
    more = parquet([encoded((9, 9, 9))], race=[1])
    found = read_fairface([written(tmp_path, data), written(tmp_path, more, "next.parquet")], size=2)
    assert found.race.tolist() == ["Latino_Hispanic", "Southeast Asian", "Black", "Indian"]
    assert found.images[3, 0, 0, 0] * 255 == pytest.approx(9) and found.origin == f"{NAME}, next.parquet"


def test_a_file_without_recorded_names_is_read_by_the_card(tmp_path):
    path = written(tmp_path, parquet([encoded((1, 2, 3))], classes={}, race=[6]))
    assert read_fairface([path], size=1).race.tolist() == ["Southeast Asian"]


def test_other_recorded_names_are_refused(tmp_path):
    turned = CLASSES | {"gender": ("Female", "Male")}
    path = written(tmp_path, parquet([encoded((1, 2, 3))], classes=turned))
    with pytest.raises(ValueError, match=r"records gender as \['Female', 'Male'\], expected \['Male', 'Female'\]"):
        read_fairface([path], size=1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no parquet at all", r"is no parquet file with image.bytes, age, gender, race"),
        (parquet([encoded((1, 2, 3))], race=[7]), r"has race 7, expected 0 to 6"),
        (parquet([encoded((1, 2, 3))], age=[-1]), r"has age -1, expected 0 to 8"),
        (parquet([encoded((1, 2, 3)), b"no picture"]), r"row 1: the photograph cannot be decoded"),
        (parquet([encoded((1, 2, 3)), None]), r"row 1: the photograph cannot be decoded"),
        (parquet([encoded((1, 2, 3), size=(4, 2))]), r"row 0: got 4×2 pixels, expected a square"),
        (parquet([]), r"got 1 files with no photograph"),
    ],
)
def test_a_file_that_is_not_as_described_is_told(content, said, tmp_path):
    with pytest.raises(ValueError, match=rf"^paths: .*{said}"):
        read_fairface([written(tmp_path, content)], size=2)


def test_a_missing_file_no_file_and_no_size_are_told(data, tmp_path):
    with pytest.raises(ValueError, match=r"gone.parquet is no parquet file"):
        read_fairface([tmp_path / "gone.parquet"], size=2)
    with pytest.raises(ValueError, match="got 0 files"):
        read_fairface([], size=2)
    with pytest.raises(ValueError, match="size: got 0, expected"):
        read_fairface([written(tmp_path, data)], size=0)


def test_downloaded_once_and_decoded(data, tmp_path):
    with hub(files={NAME: data}) as (source, asked):
        first = load_fairface(size=2, folder=tmp_path, source=source)
        before = len(asked)
        again = load_fairface(size=2, folder=tmp_path, source=source)
        assert len(asked) == before
    np.testing.assert_array_equal(first.images, again.images)
    for part in ("drawn/faces", source.revision, "CC BY 4.0", NAME):
        assert part in again.origin


@pytest.mark.parametrize("edition", [None, "", "small"])
def test_other_editions_download_nothing_and_say_what_the_full_one_would(edition, data, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("EDITION", raising=False)
    if edition is not None:
        monkeypatch.setenv("EDITION", edition)
    with hub(files={NAME: data}) as (source, asked):
        assert find_fairface(size=2, folder=tmp_path / "kept", source=source) is None
    assert asked == [] and not (tmp_path / "kept").exists()
    said = capsys.readouterr().out
    for part in ("EDITION=full", "63 MB", "CC BY 4.0", "/datasets/drawn/faces", "Nothing is downloaded now"):
        assert part in said


@pytest.mark.usefixtures("full")
def test_the_full_edition_says_what_it_downloads(data, tmp_path, capsys):
    with hub(files={NAME: data}) as (source, _):
        assert len(find_fairface(size=2, folder=tmp_path, source=source).images) == 3
    assert "To download: 0.0 MB in 1 file\n" in capsys.readouterr().out


@pytest.mark.usefixtures("full")
def test_the_full_edition_without_a_network_says_so_and_goes_on_later(data, tmp_path):
    find, said = (
        partial(find_fairface, size=2, folder=tmp_path),
        r"^FairFace could not be downloaded from \S+ \(.*{}.*run this again",
    )
    with (
        hub(files={NAME: data}, limit=50) as (source, _),
        pytest.raises(ConnectionError, match=said.format("broke off")),
    ):
        find(source=source)
    with pytest.raises(ConnectionError, match=said.format("refused")):  # nobody serves any more
        find(source=source)
    with hub(files={NAME: data}) as (source, asked):
        assert len(find(source=source).images) == 3
    assert asked[-1][1] == "bytes=50-"


@pytest.mark.usefixtures("full")
def test_a_wrong_checksum_ends_the_full_edition(data, tmp_path):
    with (
        hub(files={NAME: data}, sums={NAME: "0" * 64}) as (source, _),
        pytest.raises(ValueError, match="expected sha256:0"),
    ):
        find_fairface(size=2, folder=tmp_path, source=source)
    assert not (tmp_path / NAME).exists()


def test_without_the_reader_nothing_is_downloaded(data, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with hub(files={NAME: data}) as (source, asked), pytest.raises(ModuleNotFoundError, match=r"polars.*extra `full`"):
        load_fairface(size=2, folder=tmp_path, source=source)
    assert asked == []


def test_the_command_downloads_ahead_or_says_why_not(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(fairface, "FOLDER", tmp_path)
    with hub(files={NAME: data}) as (source, _):
        monkeypatch.setattr(fairface, "SOURCE", source)
        fairface.main()
    assert f"In place and checked: {tmp_path / NAME}" in capsys.readouterr().out
    (tmp_path / NAME).unlink()
    with pytest.raises(SystemExit, match=r"could not be downloaded from http://127\.0\.0\.1\S+ \(.*refused"):
        fairface.main()


def test_the_source_is_one_commit_of_the_data_set():
    assert SOURCE.listing.startswith("https://huggingface.co/api/datasets/HuggingFaceM4/FairFace/tree/")
    assert len(SOURCE.revision) == 40 and int(SOURCE.revision, 16) and SOURCE.listing.endswith("/0.25")
