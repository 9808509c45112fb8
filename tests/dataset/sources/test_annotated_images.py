"""What collections with annotations do beyond what is recorded."""

import numpy as np
import pytest
from scipy.io import savemat

import msjax.dataset as ds
from compat_tests.dataset_files import rows, write, write_png


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_faces_without_annotation_are_an_error():
    write_png("d/WIDER_train/images/0--P/a.jpg")
    write("d/wider_face_split/wider_face_train_bbx_gt.txt", "0--P/b.jpg\n1\n1 2 3 4 0 0 0 0 0 0\n")
    with pytest.raises(RuntimeError, match=r"a\.jpg has no annotation"):
        rows(ds.WIDERFaceDataset("d", "train"))
    write("d/wider_face_split/wider_face_train_bbx_gt.txt", "0--P/a.jpg\n2\n1 2 3 4 0 0 0 0 0 0\n")
    with pytest.raises(RuntimeError, match="has not lines of an image, a count"):
        rows(ds.WIDERFaceDataset("d", "train"))


def test_images_of_a_folder_come_by_name():
    for i in (3, 1, 2):
        write_png(f"d/WIDER_test/images/0--P/{i}.jpg", 0, 2, i)
    found = rows(ds.WIDERFaceDataset("d", "test", decode=True, shuffle=False))
    assert [row["image"][1][1] for row in found] == [1, 2, 3]


def test_classes_of_caltech_are_the_folders_that_are_there():
    for name in ("ant", "Faces", "BACKGROUND_Google"):
        write_png(f"d/101_ObjectCategories/{name}/image_0001.jpg")
    assert ds.Caltech101Dataset("d").get_class_indexing() == {"Faces": 0, "ant": 1}
    with pytest.raises(RuntimeError, match=r"annotation_0001\.mat does not exist"):
        rows(ds.Caltech101Dataset("d", "annotation"))


def test_house_number_ten_is_zero():
    write("d/train_32x32.mat", b"")
    images = np.zeros((32, 32, 3, 2), np.uint8)
    savemat("d/train_32x32.mat", {"X": images, "y": np.array([[10], [1]], np.uint8)})
    found = rows(ds.SVHNDataset("d", "train", shuffle=False))
    assert [row["label"] for row in found] == [["uint32", [], 0], ["uint32", [], 1]]
    write("d/train_32x32.mat", "x")
    with pytest.raises(RuntimeError, match="has no variable X that can be read"):
        rows(ds.SVHNDataset("d", "train"))


def test_names_of_flowers_are_in_no_file():
    write_png("d/jpg/image_00001.jpg")
    savemat("d/imagelabels.mat", {"labels": [[1]]})
    savemat("d/setid.mat", {"trnid": [[1]], "valid": [[1]], "tstid": [[1]]})
    with pytest.raises(NotImplementedError, match="no names of classes"):
        ds.Flowers102Dataset("d").get_class_indexing()


def test_missing_lists_are_found_when_sources_are_made():
    write_png("d/img/a.jpg")
    with pytest.raises(FileNotFoundError, match=r"SBDataset: d/val\.txt not found"):
        ds.SBDataset("d", usage="val")


def test_kitti_counts_the_fields_of_a_line():
    write_png("d/data_object_image_2/training/image_2/000000.png")
    write("d/data_object_label_2/training/label_2/000000.txt", "Car 0 0 0\n")
    with pytest.raises(RuntimeError, match="has not a name and 14 numbers"):
        rows(ds.KITTIDataset("d"))


def test_numbers_that_are_none_are_errors_of_the_file():
    write("d/categories_places365.txt", "/a/b 0\n")
    write("d/places365_train-standard.txt", "/a/b/1.jpg x\n")
    write_png("d/data_256_standard/a/b/1.jpg")
    with pytest.raises(RuntimeError, match="has 'x' where a number is expected"):
        rows(ds.Places365Dataset("d"))
    write("d/places365_train-standard.txt", "/a/b/1.jpg 0\n")
    assert len(rows(ds.Places365Dataset("d"))) == 1
    write("d/people.txt", "1\nAl x\n")
    write("d/lfw-names.txt", "Al 1\n")
    with pytest.raises(RuntimeError, match="has 'x' where a number is expected"):
        rows(ds.LFWDataset("d", usage="10fold"))
