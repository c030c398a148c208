"""Both layouts of Tiny ImageNet give the same pictures in the same order."""

import io
import tarfile
import zipfile

import numpy as np
import pytest
from PIL import Image

from lib.data.tiny_imagenet import class_names, class_table, read_tiny_imagenet


def jpeg(value: int, side: int = 64) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (side, side), (value, value, value)).save(stream, "JPEG")
    return stream.getvalue()


def write_tar(path, members) -> None:
    with tarfile.open(path, "w") as archive:
        for name, data in members:
            information = tarfile.TarInfo(name)
            information.size = len(data)
            archive.addfile(information, io.BytesIO(data))


@pytest.fixture
def tars(tmp_path):
    rows = [(wnid, index) for index, (wnid, _) in enumerate(class_table())]
    write_tar(tmp_path / "train-0.tar", [(f"{wnid}/{wnid}_0.JPEG", jpeg(index)) for wnid, index in rows[::-2]])
    write_tar(tmp_path / "train-1.tar", [(f"{wnid}/{wnid}_0.JPEG", jpeg(index)) for wnid, index in rows[::2]])
    write_tar(tmp_path / "val.tar", [(f"{wnid}/val_{index}.JPEG", jpeg(100 + index)) for wnid, index in rows])
    return tmp_path


@pytest.fixture
def archive(tmp_path):
    path, lines = tmp_path / "tiny-imagenet-200.zip", ["val_999.JPEG\tn99999999\t0\t0\t63\t63"]
    with zipfile.ZipFile(path, "w") as target:
        for index, (wnid, _) in enumerate(class_table()):
            target.writestr(f"tiny-imagenet-200/train/{wnid}/images/{wnid}_0.JPEG", jpeg(index))
            target.writestr(f"tiny-imagenet-200/val/images/val_{index}.JPEG", jpeg(100 + index))
            lines.append(f"val_{index}.JPEG\t{wnid}\t0\t0\t63\t63")
        target.writestr("tiny-imagenet-200/val/val_annotations.txt", "\n".join(lines))
    return path


def test_both_layouts_agree(tars, archive):
    local, official = read_tiny_imagenet(tars), read_tiny_imagenet(archive)
    for ours, theirs in ((local.train, official.train), (local.validation, official.validation)):
        np.testing.assert_array_equal(ours.labels, np.arange(100))
        np.testing.assert_array_equal(ours.labels, theirs.labels)
        np.testing.assert_array_equal(ours.images, theirs.images)
    assert local.validation.images.shape == (100, 64, 64, 3)
    assert abs(int(local.validation.images[7].mean()) - 107) <= 1


def test_a_class_without_pictures_is_an_error(tars):
    write_tar(tars / "val.tar", [(f"{class_table()[0][0]}/a.JPEG", jpeg(1))])
    with pytest.raises(ValueError, match="no pictures of 99 of 100 classes"):
        read_tiny_imagenet(tars)


def test_a_picture_of_another_size_is_an_error(tars):
    write_tar(tars / "val.tar", [(f"{wnid}/a.JPEG", jpeg(1, side=32)) for wnid, _ in class_table()])
    with pytest.raises(ValueError, match=r"a\.JPEG is 32×32 pixels, expected 64×64"):
        read_tiny_imagenet(tars)


def test_anything_else_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="is neither"):
        read_tiny_imagenet(tmp_path)


def test_names_are_a_hundred_and_unique():
    assert len(set(class_names())) == 100 and "espresso" in class_names()
