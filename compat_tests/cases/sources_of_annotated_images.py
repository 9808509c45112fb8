"""Sources of images with annotations of their own: what they read of small files, and refuse."""

import json

import numpy as np
from mindspore import dataset as ds
from scipy.io import savemat
from scipy.sparse import csc_matrix

from compat_tests.dataset_files import briefly, described, pixels, png, seeded, write, write_png

MODES = ("pynative",)
CASES = {}


def about(dataset):
    """Return the rows in brief, and what the source says of its columns and its size."""
    return [briefly(dataset), *described(dataset)[1:]]


def case(name, call):
    @seeded
    def run():
        _FILES[name.split("_")[0]]()
        return call()

    CASES[name] = run


def source_case(kind, *arguments, call=about, name="", **keywords):
    """Read the files of a kind, whose folder is `d`, with these arguments."""
    shown = "_".join(f"{value}" for value in (*arguments, *keywords.values()))
    cls = getattr(ds, f"{kind}Dataset")
    keywords = {"shuffle": False, **keywords}
    case(f"{kind}_{name}{shown}", lambda: call(cls("d", *arguments, **keywords)))


def _mat(path, **content):
    write(path, b"")
    savemat(path, content)


def _caltech():
    names = ("Faces", "BACKGROUND_Google", "Motorbikes", "airplanes", "ant", "Faces_easy")
    folders = {"Faces": "Faces_2", "Faces_easy": "Faces_3", "Motorbikes": "Motorbikes_16"}
    folders["airplanes"] = "Airplanes_Side_2"
    number = 0
    for name in names:
        for i in (2, 1):
            number += 1
            write_png(f"d/101_ObjectCategories/{name}/image_{i:04}.jpg", number)
            contour = np.arange(6.0).reshape(2, 3) + number
            if name != "BACKGROUND_Google":
                path = f"d/Annotations/{folders.get(name, name)}/annotation_{i:04}.mat"
                _mat(path, obj_contour=contour, box_coord=[[1, 2, 3, 4]])


def _cityscapes():
    number = 0
    for quality, parts in (
        ("gtFine", ("train", "val", "test")),
        ("gtCoarse", ("train", "train_extra", "val")),
    ):
        for part in parts:
            for city, i in (("bochum", 1), ("aachen", 2), ("aachen", 1)):
                number += 1
                stem = f"{part}/{city}/{city}_{i:06}_000019_"
                write_png(f"d/leftImg8bit/{stem}leftImg8bit.png", number)
                for j, mark in enumerate(("color", "instanceIds", "labelIds")):
                    write_png(f"d/{quality}/{stem}{quality}_{mark}.png", 50 + 3 * number + j)
                text = json.dumps({"imgHeight": number})
                write(f"d/{quality}/{stem}{quality}_polygons.json", text)


def _flowers():
    for i in range(1, 7):
        write_png(f"d/jpg/image_{i:05}.jpg", i)
        write_png(f"d/segmim/segmim_{i:05}.jpg", i + 20)
    _mat("d/imagelabels.mat", labels=[[5, 1, 2, 2, 3, 1]])
    _mat("d/setid.mat", trnid=[[2, 4]], valid=[[1]], tstid=[[6, 3, 5]])


def _kitti():
    line = "{} 0.{} {} -1.5 1.5 2.25 30.5 40 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59\n"
    for i in (2, 0, 1):
        write_png(f"d/data_object_image_2/training/image_2/{i:06}.png", i)
        write_png(f"d/data_object_image_2/testing/image_2/{i:06}.png", i + 9)
        names = ("Van", "DontCare", "Car", "Van")[: i * 2]
        text = "".join(line.format(name, k + i, k) for k, name in enumerate(names))
        write(f"d/data_object_label_2/training/label_2/{i:06}.txt", text)


def _lfw():
    for k, folder in enumerate(("lfw", "lfw_funneled", "lfw-deepfunneled")):
        for j, name in enumerate(("Bo_Ba", "Al_Ab", "Cy_Ca")):
            for i in (1, 2):
                write_png(f"d/{folder}/{name}/{name}_{i:04}.jpg", 10 * k + 2 * j + i)
    write("d/lfw-names.txt", "Al_Ab\t2\nBo_Ba\t2\nCy_Ca\t2\n")
    write("d/people.txt", "2\n2\nCy_Ca\t1\nAl_Ab\t2\n1\nBo_Ba\t2\n")
    write("d/peopleDevTrain.txt", "2\nBo_Ba\t2\nAl_Ab\t1\n")
    write("d/peopleDevTest.txt", "1\nCy_Ca\t2\n")
    write("d/pairs.txt", "2\t1\nAl_Ab\t1\t2\nAl_Ab\t1\tCy_Ca\t2\nBo_Ba\t2\t1\nBo_Ba\t2\tCy_Ca\t1\n")
    write("d/pairsDevTrain.txt", "1\nCy_Ca\t1\t2\nAl_Ab\t2\tBo_Ba\t1\n")
    write("d/pairsDevTest.txt", "1\nAl_Ab\t1\t2\nCy_Ca\t2\tBo_Ba\t2\n")


def _photo_tour():
    count = 260
    for i in range(2):
        patches = np.arange(256, dtype=np.uint8).reshape(16, 16) + np.uint8(i)
        image = np.kron(patches, np.ones((64, 64), np.uint8))[..., None]
        write(f"d/liberty/patches{i:04}.bmp", png(image))
    write("d/liberty/info.txt", "".join(f"{i // 3} 0\n" for i in range(count)))
    pairs = [(0, 0, 1, 0), (3, 1, 259, 86), (2, 0, 1, 0)]
    lines = [f"{a} {b} 0 {c} {d} 0 0\n" for a, b, c, d in pairs]
    write("d/liberty/m50_100000_100000_0.txt", "".join(lines))


def _places():
    write("d/categories_places365.txt", "/a/airfield 0\n/b/bar 1\n/c/c/cave 2\n")
    names = ["/a/airfield/01.jpg", "/c/c/cave/02.jpg", "/b/bar/01.jpg"]
    number = 0
    for part, labels in (("standard", (0, 2, 1)), ("challenge", (0, 2))):
        lines = [f"{name} {label}\n" for name, label in zip(names, labels, strict=False)]
        write(f"d/places365_train_{part}.txt", "".join(lines))
        for size in ("large", "256"):
            for name, _ in zip(names, labels, strict=False):
                number += 1
                write_png(f"d/data_{size}_{part}{name}", number)
    write("d/places365_val.txt", "Places365_val_02.jpg 1\nPlaces365_val_01.jpg 2\n")
    for size in ("large", "256"):
        for i in (1, 2):
            number += 1
            write_png(f"d/val_{size}/Places365_val_0{i}.jpg", number)


def _sbd():
    for i in (1, 2, 3):
        write_png(f"d/img/a{i}.jpg", i)
        bounds = np.empty((20, 1), object)
        for k in range(20):
            plane = np.zeros((2, 3))
            plane[i % 2, k % 3] = k % 2
            bounds[k, 0] = csc_matrix(plane)
        segments = np.arange(6).reshape(2, 3).astype(np.uint8) + i
        content = {"Boundaries": bounds, "Segmentation": segments, "CategoriesPresent": [[i]]}
        _mat(f"d/cls/a{i}.mat", GTcls=content)
    write("d/train.txt", "a3\na1\n")
    write("d/val.txt", "a2\n")
    write("d/train_noval.txt", "a1\n")


def _svhn():
    for k, part in enumerate(("train", "test", "extra")):
        images = np.stack([pixels(10 * k + i, 32, 32) for i in range(2 + k)], -1)
        labels = [[(i + k) % 10 + 1] for i in range(2 + k)]
        _mat(f"d/{part}_32x32.mat", X=images, y=np.array(labels, np.uint8))


def _wider():
    number = 0
    for part in ("train", "val", "test"):
        names = ["0--P/0_P_1.jpg", "1--H/1_H_2.jpg", "2--I/2_I_1.jpg"]
        lines = []
        for k, name in enumerate(names):
            number += 1
            write_png(f"d/WIDER_{part}/images/{name}", number)
            boxes = [f"{j} 2 3 4 1 0 {j} 2 1 0 \n" for j in range(1, k + 1)]
            lines += [f"{name}\n{len(boxes)}\n", *(boxes or ["0 0 0 0 0 0 0 0 0 0 \n"])]
        end = "bbx_gt" if part != "test" else "filelist"
        text = "".join(lines) if part != "test" else "".join(f"{name}\n" for name in names)
        write(f"d/wider_face_split/wider_face_{part}_{end}.txt", text)


_FILES = {
    "Caltech101": _caltech,
    "Cityscapes": _cityscapes,
    "Flowers102": _flowers,
    "KITTI": _kitti,
    "LFW": _lfw,
    "PhotoTour": _photo_tour,
    "Places365": _places,
    "SB": _sbd,
    "SVHN": _svhn,
    "WIDERFace": _wider,
}

for _target in (None, "category", "annotation", "all", "x"):
    source_case("Caltech101", _target)
source_case("Caltech101", "category", decode=True)
for _task in ("instance", "semantic", "polygon", "color", "x"):
    source_case("Cityscapes", "train", "fine", _task)
for _usage in ("train", "test", "val", "all", "train_extra"):
    source_case("Cityscapes", _usage, "fine", "polygon")
    source_case("Cityscapes", _usage, "coarse", "polygon")
source_case("Cityscapes", "train", "x", "polygon")
source_case("Cityscapes", "train", "fine", "instance", decode=True)
for _task in ("Classification", "Segmentation", "x"):
    source_case("Flowers102", _task)
for _usage in ("train", "valid", "test", "x"):
    source_case("Flowers102", "Classification", _usage)
source_case("Flowers102", "Segmentation", "valid", decode=True)
for _usage in (None, "train", "test", "all", "x"):
    source_case("KITTI", _usage)
source_case("KITTI", "train", decode=True)
for _task in ("people", "pairs"):
    for _usage in (None, "10fold", "train", "test", "all", "x"):
        source_case("LFW", _task, _usage)
source_case("LFW", "x")
for _set in (None, "original", "funneled", "deepfunneled", "x"):
    source_case("LFW", "people", "test", _set)
source_case("LFW", "pairs", "test", decode=True)
source_case("LFW", call=lambda d: d.get_class_indexing(), name="classes")
for _usage in (None, "train", "test", "all"):
    case(
        f"PhotoTour_{_usage}",
        lambda usage=_usage: about(
            ds.PhotoTourDataset("d", "liberty", usage, sampler=ds.SubsetSampler([0, 1, 2]))
        ),
    )
source_case("PhotoTour", "x")
for _usage in (None, "train-standard", "train-challenge", "val", "x"):
    for _small in (True, False):
        source_case("Places365", _usage, _small)
source_case("Places365", "val", True, True)
for _task in ("Boundaries", "Segmentation", "x"):
    source_case("SB", _task)
for _usage in ("train", "val", "train_noval", "x"):
    source_case("SB", "Segmentation", _usage)
source_case("SB", "Boundaries", "val", decode=True)
for _usage in (None, "train", "test", "extra", "all", "x"):
    source_case("SVHN", _usage)
for _usage in (None, "train", "test", "valid", "all", "x"):
    source_case("WIDERFace", _usage)
source_case("WIDERFace", "train", decode=True)
for _kind in _FILES:
    _more = {"PhotoTour": ("liberty",)}.get(_kind, ())
    source_case(_kind, *_more, num_samples=1, name="first")
    source_case(_kind, *_more, num_samples=2, shuffle=True, name="shuffled")
    case(
        f"{_kind}_nowhere",
        lambda kind=_kind, more=_more: getattr(ds, f"{kind}Dataset")("nope", *more),
    )
    case(
        f"{_kind}_sharded",
        lambda kind=_kind, more=_more: briefly(
            getattr(ds, f"{kind}Dataset")("d", *more, num_shards=2, shard_id=1, shuffle=False)
        ),
    )
