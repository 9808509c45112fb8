"""Sources of images: what they read of small files, and what they refuse."""

import json
import os

import numpy as np
from mindspore import dataset as ds

from compat_tests.dataset_files import (
    briefly,
    cifar,
    described,
    image_folder,
    mnist,
    pixels,
    qmnist,
    rows,
    seeded,
    usps,
    write,
    write_json,
    write_png,
)

MODES = ("pynative",)
CASES = {}


def image_case(name, files, call):
    @seeded
    def case():
        files()
        return call()

    CASES[name] = case


def about(dataset):
    """Return the rows in brief, and what the source says about its classes."""
    return [briefly(dataset), *described(dataset)[1:], dataset.num_classes()]


def _usages(cls, files, folder, usages, *arguments, call=about, **keywords):
    for usage in usages:
        image_case(
            f"{cls}_{usage}",
            files,
            lambda usage=usage: call(
                getattr(ds, cls)(folder, *arguments, usage=usage, shuffle=False, **keywords)
            ),
        )


_ALL = (None, "train", "test", "all", "x")
for _name in ("MnistDataset", "FashionMnistDataset", "KMnistDataset"):
    _usages(_name, mnist, "mnist", _ALL)
_usages(
    "EMnistDataset",
    lambda: mnist("e", ("emnist-mnist-train", "emnist-mnist-test")),
    "e",
    _ALL,
    "mnist",
)
for _compat in (True, False):
    for _usage in (None, "train", "test", "nist", "all", "test10k", "x"):
        image_case(
            f"QMnistDataset_{_usage}_{_compat}",
            qmnist,
            lambda usage=_usage, compat=_compat: about(
                ds.QMnistDataset("qmnist", usage, compat, shuffle=False)
            ),
        )
_usages("USPSDataset", usps, "usps", _ALL)


def _whole_cifar():
    cifar("c10", ("test_batch",), 1, 10_000)


def _whole_cifar100():
    cifar("c100", ("test",), 2, 10_000)


for _cls, _make, _folder in (
    ("Cifar10Dataset", _whole_cifar, "c10"),
    ("Cifar100Dataset", _whole_cifar100, "c100"),
):
    image_case(
        f"{_cls}_test",
        _make,
        lambda cls=_cls, folder=_folder: [
            briefly(getattr(ds, cls)(folder, "test", num_samples=2, shuffle=False)),
            getattr(ds, cls)(folder, "test").get_dataset_size(),
        ],
    )


def first(source="MnistDataset", repeats=2, **arguments):
    return [
        row["label"][2] for row in rows(getattr(ds, source)("mnist", **arguments).repeat(repeats))
    ]


_SAMPLING = {
    "shuffled": {},
    "true": {"shuffle": True},
    "samples": {"num_samples": 3},
    "shard": {"num_shards": 4, "shard_id": 1},
    "shard_in_order": {"num_shards": 4, "shard_id": 3, "shuffle": False},
    "samples_negative": {"num_samples": -1},
    "samples_str": {"num_samples": "x"},
    "workers_zero": {"num_parallel_workers": 0},
    "workers_many": {"num_parallel_workers": 10_000},
    "shuffle_int": {"shuffle": 3},
    "shards_alone": {"num_shards": 2},
    "shard_alone": {"shard_id": 2},
    "shard_too_large": {"num_shards": 2, "shard_id": 2},
    "cache_int": {"cache": 3},
    "usage_int": {"usage": 3},
}
for _name, _arguments in _SAMPLING.items():
    image_case(f"sampling_{_name}", mnist, lambda arguments=_arguments: first(**arguments))
for _name, _arguments in {
    "shuffle": {"shuffle": True},
    "samples": {"num_samples": 1},
    "shards": {"num_shards": 2, "shard_id": 0},
}.items():
    image_case(
        f"sampler_and_{_name}",
        mnist,
        lambda arguments=_arguments: first(sampler=ds.RandomSampler(), **arguments),
    )


def _nothing():
    os.makedirs("empty")


for _cls in (
    "MnistDataset Cifar10Dataset Cifar100Dataset ImageFolderDataset QMnistDataset USPSDataset "
    "Caltech256Dataset Food101Dataset RenderedSST2Dataset SUN397Dataset SemeionDataset"
).split():
    image_case(f"no_files_{_cls}", _nothing, lambda cls=_cls: rows(getattr(ds, cls)("empty")))
    image_case(f"no_folder_{_cls}", _nothing, lambda cls=_cls: getattr(ds, cls)("nope"))
    image_case(f"folder_int_{_cls}", _nothing, lambda cls=_cls: getattr(ds, cls)(3))


def _damaged():
    write("d/train-images-idx3-ubyte", b"abc")
    write("d/train-labels-idx1-ubyte", b"abc")
    write("d/data_batch_1.bin", b"abc")
    write("d/usps", "5 1:0.5\n")


image_case("damaged_mnist", _damaged, lambda: rows(ds.MnistDataset("d")))
image_case("damaged_cifar", _damaged, lambda: rows(ds.Cifar10Dataset("d")))
image_case("damaged_usps", _damaged, lambda: rows(ds.USPSDataset("d", "train")))


def _folders():
    image_folder()
    write_png("folder/top.png", 3)
    write_png("folder/ant/UP.PNG", 3)
    write_png("folder/ant/a.tif", 4, channels=1)
    for i in (2, 10, 1):
        write_png(f"folder/cat/{i}.png", i)
    os.makedirs("folder/empty")


def folder_case(name, files=_folders, **arguments):
    image_case(
        f"folder_{name}",
        files,
        lambda: briefly(ds.ImageFolderDataset("folder", **{"shuffle": False, **arguments})),
    )


def _with_text():
    _folders()
    write("folder/dog/readme.txt", "x")


def _with_folder():
    _folders()
    write_png("folder/dog/sub/5.png")


image_case(
    "folder_described",
    _folders,
    lambda: [
        described(ds.ImageFolderDataset("folder", shuffle=False))[1:],
        ds.ImageFolderDataset("folder").num_classes(),
        ds.ImageFolderDataset("folder").get_class_indexing(),
    ],
)
folder_case("bytes")
folder_case("decoded", decode=True)
folder_case("shuffled", shuffle=True)
folder_case("extensions", extensions=[".png", ".PNG"])
folder_case("extension_without_dot", extensions=["png"])
folder_case("classes", class_indexing={"dog": 7, "cat": -1})
folder_case("unknown_class", class_indexing={"nope": 1})
folder_case("classes_int", class_indexing=3)
folder_case("classes_of_int", class_indexing={1: 3})
folder_case("labels_of_str", class_indexing={"dog": "x"})
folder_case("decode_int", decode=3)
folder_case("extensions_str", extensions=".png")
folder_case("decrypt_int", decrypt=3)
folder_case("text", _with_text)
folder_case("text_decoded", _with_text, decode=True)
folder_case("folder", _with_folder)
image_case(
    "folder_class_sampler",
    image_folder,
    lambda: briefly(ds.ImageFolderDataset("folder", sampler=ds.PKSampler(2))),
)
image_case(
    "folder_decrypted",
    image_folder,
    lambda: briefly(ds.ImageFolderDataset("folder", shuffle=False, decode=True, decrypt=_plain)),
)


def _plain(path):
    with open(path, "rb") as file:
        return file.read()


def _line(i, *labels, usage="train", **more):
    annotations = [{"name": label} for label in labels]
    return json.dumps({"source": f"m/{i}.png", "usage": usage, "annotation": annotations, **more})


_MANIFESTS = {
    "plain": [_line(0, "dog"), _line(1, "cat"), _line(2, "dog", usage="eval"), _line(3, "ant")],
    "labels": [_line(0, "a", "b"), _line(1, "b", usage="TRAIN")],
    "no_file": [_line(9, "a")],
    "no_json": ["xx"],
    "no_source": [json.dumps({"usage": "train", "annotation": [{"name": "a"}]})],
    "no_annotation": [json.dumps({"source": "m/0.png", "usage": "train"})],
}


def manifest_case(name, manifest="plain", **arguments):
    def files():
        for i in range(4):
            write_png(f"m/{i}.png", i)
        write("f.manifest", "\n".join(_MANIFESTS[manifest]) + "\n")

    def call():
        dataset = ds.ManifestDataset("f.manifest", **{"shuffle": False, **arguments})
        return [briefly(dataset), dataset.get_class_indexing(), dataset.num_classes()]

    image_case(f"manifest_{name}", files, call)


for _name in _MANIFESTS:
    manifest_case(_name, _name)
manifest_case("decoded", decode=True)
for _usage in ("eval", "inference", "x"):
    manifest_case(_usage, usage=_usage)
manifest_case("classes", class_indexing={"dog": 5, "x": 1})


def _celeba():
    for i in range(1, 6):
        write_png(f"ca/{i:06}.png", i)
    lines = [
        f"{i:06}.png " + " ".join(str(i >> k & 1 or -1) for k in range(40)) for i in range(1, 6)
    ]
    write("ca/list_attr_celeba.txt", "5\nA B C\n" + "\n".join(lines) + "\n")
    write(
        "ca/list_eval_partition.txt", "".join(f"{i:06}.png {(i - 1) // 2}\n" for i in range(1, 6))
    )


def _celeba_without_parts():
    _celeba()
    os.remove("ca/list_eval_partition.txt")


def _celeba_without_image():
    _celeba()
    os.remove("ca/000002.png")


def _celeba_call(**arguments):
    return lambda: briefly(ds.CelebADataset("ca", **{"shuffle": False, **arguments}))


for _usage in ("all", "train", "valid", "test", "x"):
    image_case(f"celeba_{_usage}", _celeba, _celeba_call(usage=_usage))
image_case("celeba_decoded", _celeba, _celeba_call(decode=True, extensions=[".png"]))
image_case("celeba_extension", _celeba, _celeba_call(extensions=[".jpg"]))
image_case("celeba_class_sampler", _celeba, lambda: ds.CelebADataset("ca", sampler=ds.PKSampler(1)))
image_case("celeba_no_parts", _celeba_without_parts, _celeba_call(usage="train"))
image_case("celeba_no_image", _celeba_without_image, _celeba_call())


def _collections():
    number = 0

    def image(path):
        nonlocal number
        number += 1
        write_png(path, number)

    for name in ("001.ak", "002.bb", "010.cc"):
        for i in (1, 2):
            image(f"c256/{name}/{name[:3]}_{i:04}.jpg")
    write("c256/001.ak/x.txt", "x")
    for name in ("pie", "ribs"):
        for i in (3, 1):
            image(f"f101/images/{name}/{i}.jpg")
    write("f101/meta/train.txt", "pie/3\nribs/1\n")
    write("f101/meta/test.txt", "ribs/3\npie/1\n")
    for part in ("train", "test", "valid"):
        for label in ("negative", "positive"):
            for i in (2, 1):
                image(f"rs/{part}/{label}/{i}.png")
    for name in ("bedroom_train", "bedroom_val", "classroom_train", "classroom_val", "test"):
        for i in (2, 1):
            image(f"lsun/{name}/{i}.jpg")
    for part in ("background", "evaluation"):
        for name in ("Alph/c02", "Alph/c01", "Beta/c01"):
            image(f"omni/images_{part}/{name}/01.png")
    for name in ("a/abbey", "a/flat/outdoor", "b/bad"):
        for i in (2, 1):
            image(f"sun/{name}/sun_{i}.jpg")
    write("sun/ClassName.txt", "/a/abbey\n/a/flat/outdoor\n/b/bad\n")
    for part in ("train", "valid"):
        for i in (1, 2):
            image(f"div/DIV2K_{part}_HR/{i:04}.png")
            image(f"div/DIV2K_{part}_LR_bicubic/X2/{i:04}x2.png")
            image(f"div/DIV2K_{part}_LR_mild/{i:04}x4m.png")
            image(f"div/DIV2K_{part}_LR_x8/{i:04}x8.png")
    for i in (1, 2):
        image(f"flickr/{i}.jpg")
        image(f"sbu/sbu_images/m_{i}_{i}_a.jpg")
    lines = [f"{i}.jpg#{j}\tcap {i} {j} .\n" for i in (2, 1) for j in range(5)]
    write("flickr.txt", "".join(lines))
    urls = [f"http://static.flickr.com/{i}/{i}_a.jpg\n" for i in (1, 9, 2)]
    write("sbu/SBU_captioned_photo_dataset_urls.txt", "".join(urls))
    write("sbu/SBU_captioned_photo_dataset_captions.txt", "cap a\ncap z\ncap b\n")
    for part, count in (("train", 2), ("test", 3), ("unlabeled", 2)):
        images = [pixels(count + i, 3, 96, 96).tobytes() for i in range(count)]
        write(f"stl/{part}_X.bin", b"".join(images))
        write(f"stl/{part}_y.bin", bytes(range(1, count + 1)))
    digits = [[(i + k) % 2 for k in range(256)] + np.eye(10, dtype=int)[i].tolist() for i in (3, 7)]
    write("sem/semeion.data", "".join(" ".join(map(str, line)) + " \n" for line in digits))


def collection_case(cls, folder, *arguments, **keywords):
    shown = "_".join(map(str, (*arguments, *keywords.values())))
    image_case(
        f"{cls}_{shown}",
        _collections,
        lambda: about(getattr(ds, cls)(folder, *arguments, **{"shuffle": False, **keywords})),
    )


collection_case("Caltech256Dataset", "c256")
collection_case("Caltech256Dataset", "c256", decode=True)
for _usage in (None, "train", "test", "x"):
    collection_case("Food101Dataset", "f101", _usage)
for _usage in (None, "train", "val", "all", "x"):
    collection_case("RenderedSST2Dataset", "rs", _usage)
for _usage in (None, "train", "valid", "x"):
    collection_case("LSUNDataset", "lsun", _usage)
collection_case("LSUNDataset", "lsun", "valid", ["classroom", "bedroom"])
collection_case("LSUNDataset", "lsun", "valid", ["x"])
for _background in (None, True, False):
    collection_case("OmniglotDataset", "omni", _background)
collection_case("SUN397Dataset", "sun")
for _arguments in (
    (),
    ("valid",),
    ("all",),
    ("train", "mild", 4),
    ("train", "bicubic", 8),
    ("train", "unknown", 8),
    ("train", "bicubic", 5),
    ("train", "mild", 2),
    ("train", "x"),
    ("x",),
):
    collection_case("DIV2KDataset", "div", *_arguments)
collection_case("FlickrDataset", "flickr", "flickr.txt")
collection_case("FlickrDataset", "flickr", "/nope.txt")
collection_case("SBUDataset", "sbu")
for _usage in (None, "train", "test", "unlabeled", "train+unlabeled", "all", "x"):
    collection_case("STL10Dataset", "stl", _usage)
collection_case("SemeionDataset", "sem")
image_case(
    "fake_labels",
    lambda: None,
    lambda: [
        [row["label"] for row in rows(ds.FakeImageDataset(9, (2, 2, 1), n, seed, shuffle=False))]
        for n, seed in ((10, 0), (5, 7))
    ],
)
for _arguments in ((0,), (4, (2, 2)), (4, (2, 2, 0)), (4, (2, 2, 1), 0), (4, (2, 2, 1), 10, "x")):
    image_case(
        f"fake_wrong_{_arguments}",
        lambda: None,
        lambda arguments=_arguments: ds.FakeImageDataset(*arguments),
    )

_CATEGORIES = [{"id": 7, "name": "dog", "isthing": 1}, {"id": 2, "name": "cat", "isthing": 0}]
_ENTRIES = [{"id": i, "file_name": f"{i:03}.png"} for i in (2, 1, 3, 4)]


def _part(image, category=7, **more):
    return {"image_id": image, "category_id": category, **more}


_COCO = {
    "Detection": [
        _part(1, bbox=[1, 2, 3.5, 4], iscrowd=0),
        _part(1, 2, bbox=[5, 6, 7, 8], iscrowd=0),
        _part(2, 2, bbox=[0, 0, 1, 1], iscrowd=1),
        _part(4, bbox=[0, 0, 1, 1]),
    ],
    "Stuff": [
        _part(1, iscrowd=0, segmentation=[[1, 2, 3, 4, 5, 6]]),
        _part(1, 2, iscrowd=0, segmentation=[[1.5, 2, 3, 4], [9, 8, 7, 6, 5, 4]]),
        _part(3, iscrowd=1, segmentation={"counts": [1, 2, 3], "size": [2, 3]}),
    ],
    "Keypoint": [
        _part(1, keypoints=[1, 2, 2, 0, 0, 0], num_keypoints=1),
        _part(1, keypoints=[1, 2, 2], num_keypoints=1),
        _part(3, keypoints=[1, 2, 2], num_keypoints=1),
    ],
    "Panoptic": [
        {
            "image_id": 1,
            "segments_info": [
                _part(1, bbox=[1, 2, 3, 4], iscrowd=0, area=12),
                _part(1, 2, bbox=[5, 2, 3, 4], iscrowd=1, area=13),
            ],
        }
    ],
    "Captioning": [
        {"image_id": 1, "caption": "a dog"},
        {"image_id": 1, "caption": "a cat"},
        {"image_id": 3, "caption": "x"},
    ],
}


def _numbered(annotations):
    return [{"id": i, **annotation} for i, annotation in enumerate(annotations)]


def coco_case(
    name, annotations, task="Detection", call=briefly, categories=_CATEGORIES, **arguments
):
    def files():
        for i in range(1, 5):
            write_png(f"img/{i:03}.png", i)
        content = {"images": _ENTRIES, "annotations": _numbered(annotations)}
        write_json("a.json", {**content, **({"categories": categories} if categories else {})})

    def dataset():
        return call(ds.CocoDataset("img", "a.json", task, **{"shuffle": False, **arguments}))

    image_case(f"coco_{name}", files, dataset)


for _task, _annotations in _COCO.items():
    coco_case(_task, _annotations, _task)
    coco_case(f"{_task}_described", _annotations, _task, lambda d: described(d)[1:])
    coco_case(f"{_task}_classes", _annotations, _task, lambda d: d.get_class_indexing())
coco_case("decoded", _COCO["Detection"], decode=True)
coco_case("shuffled", _COCO["Detection"], shuffle=True)
coco_case("no_categories", _COCO["Detection"], categories=None)
coco_case("unknown_category", [_part(1, 99, bbox=[1, 2, 3, 4])])
coco_case("unknown_image", [_part(99, bbox=[1, 2, 3, 4])])
coco_case("no_box", [_part(1)])
coco_case("no_crowd", [_part(1, segmentation=[[1, 2]])], "Stuff")
coco_case("unknown_task", [], "x")


def _xml(*objects):
    parts = [
        f"<object><name>{name}</name><truncated>{truncated}</truncated><difficult>{difficult}"
        f"</difficult><bndbox><xmin>{box[0]}</xmin><ymin>{box[1]}</ymin><xmax>{box[2]}</xmax><ymax>"
        f"{box[3]}</ymax></bndbox></object>"
        for name, truncated, difficult, box in objects
    ]
    return f"<annotation><folder>V</folder>{''.join(parts)}</annotation>"


def _voc():
    for i in range(1, 6):
        write_png(f"voc/JPEGImages/{i}.jpg", i)
        write_png(f"voc/SegmentationClass/{i}.png", i + 50)
    objects = {
        1: [("dog", 0, 1, (1, 2, 3, 4)), ("cat", 1, 0, (5, 6, 8, 9))],
        2: [("car", 0, 0, (1, 1, 2, 2))],
        3: [("dog", 0, 0, (2, 2, 3.7, 4))],
        4: [("dog", 0, 0, (5, 2, 3, 4))],
        5: [],
    }
    for i, found in objects.items():
        write(f"voc/Annotations/{i}.xml", _xml(*found))
    lists = {"train": "2\n1\n3\n", "box": "4\n", "none": "5\n", "missing": "9\n", "empty": ""}
    for name, text in lists.items():
        write(f"voc/ImageSets/Main/{name}.txt", text)
    write("voc/ImageSets/Segmentation/train.txt", "3\n1\n")


def voc_case(name, task="Detection", call=briefly, **arguments):
    image_case(
        f"voc_{name}",
        _voc,
        lambda: call(ds.VOCDataset("voc", task, **{"shuffle": False, **arguments})),
    )


for _task in ("Detection", "Segmentation"):
    voc_case(_task, _task)
    voc_case(f"{_task}_decoded", _task, decode=True)
    voc_case(f"{_task}_described", _task, lambda d: described(d)[1:])
    voc_case(f"{_task}_classes", _task, lambda d: d.get_class_indexing())
    voc_case(f"{_task}_chosen_classes", _task, class_indexing={"dog": 5})
for _usage in ("box", "none", "missing", "empty"):
    voc_case(f"usage_{_usage}", usage=_usage)
voc_case("unknown_task", "x")

for _cls, _folder, _files in (
    ("MnistDataset", "mnist", mnist),
    ("EMnistDataset", "e", lambda: mnist("e", ("emnist-mnist-train", "emnist-mnist-test"))),
    ("QMnistDataset", "qmnist", qmnist),
):
    image_case(
        f"classes_{_cls}",
        _files,
        lambda cls=_cls, folder=_folder: briefly(
            getattr(ds, cls)(
                folder, *["mnist"] * (cls[0] == "E"), usage="train", sampler=ds.PKSampler(1)
            )
        ),
    )
