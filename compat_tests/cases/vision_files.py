"""mindspore.dataset.vision: read, write and encode images; their sizes."""

import tempfile
from pathlib import Path

import mindspore as ms
import mindspore.dataset.vision as vision
import numpy as np
from mindspore.dataset.vision import ImageReadMode
from PIL import Image

from compat_tests.images import exact, photo

MODES = ("pynative",)
RGB, GRAY = photo(), photo(channels=0)


def _in_folder(work):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            return work(Path(folder))

    return run


def _read(name, mode, image, **options):
    def work(folder):
        Image.fromarray(image).save(folder / name, **options)
        return exact(vision.read_image(str(folder / name), mode))

    return _in_folder(work)


def _written(write, *arguments):
    def work(folder):
        write(str(folder / "file"), *arguments)
        return exact(vision.read_file(str(folder / "file")))

    return _in_folder(work)


def _turned():
    exif = Image.fromarray(RGB).getexif()
    exif[274] = 6
    return exif


FILES = {
    "rgb.png": (RGB, {}),
    "gray.png": (GRAY, {}),
    "rgba.png": (photo(channels=4), {}),
    "two.png": (photo(channels=2), {}),
    "wide.png": (GRAY.astype(np.uint16) * 250, {}),
    "bits.png": (GRAY > 90, {}),
    "rgb.bmp": (RGB, {}),
    "rgb.jpg": (RGB, {"quality": 90}),
    "gray.jpg": (GRAY, {}),
    "turned.jpg": (RGB, {"exif": _turned()}),
}
ENCODED = {
    "one_axis": RGB[0, 0],
    "four_axes": RGB[None],
    "two_channels": RGB[:, :, :2],
    "uint16": RGB.astype(np.uint16),
    "list": [1],
}
CASES = {
    **{
        f"read_{name}_{mode.name}": _read(name, mode, image, **options)
        for name, (image, options) in FILES.items()
        for mode in ImageReadMode
    },
    **{f"jpeg_{q}": lambda q=q: exact(vision.encode_jpeg(RGB, q)) for q in (1, 50, 100, 0, 101)},
    **{
        f"png_{level}": lambda level=level: exact(vision.encode_png(RGB, level))
        for level in (0, 6, 10)
    },
    "jpeg": lambda: exact(vision.encode_jpeg(RGB)),
    "jpeg_gray": lambda: exact(vision.encode_jpeg(GRAY)),
    "jpeg_tensor": lambda: exact(vision.encode_jpeg(ms.Tensor(RGB))),
    "jpeg_quality_float": lambda: vision.encode_jpeg(RGB, 1.5),
    "png_one_channel": lambda: exact(vision.encode_png(GRAY[:, :, None])),
    **{
        f"jpeg_{name}": lambda image=image: vision.encode_jpeg(image)
        for name, image in ENCODED.items()
    },
    **{
        f"png_{name}": lambda image=image: vision.encode_png(image)
        for name, image in ENCODED.items()
    },
    **{
        f"size_{name}": lambda image=image: vision.get_image_size(image)
        for name, image in ENCODED.items()
    },
    **{
        f"channels_{name}": lambda image=image: vision.get_image_num_channels(image)
        for name, image in ENCODED.items()
    },
    "size_pillow": lambda: vision.get_image_size(Image.fromarray(RGB)),
    "size_gray": lambda: vision.get_image_size(GRAY),
    "channels_pillow": lambda: vision.get_image_num_channels(Image.fromarray(RGB)),
    "channels_gray": lambda: vision.get_image_num_channels(GRAY),
    "write_file": _written(vision.write_file, np.arange(9, dtype=np.uint8)),
    "write_file_tensor": _written(vision.write_file, ms.Tensor(np.arange(9, dtype=np.uint8))),
    "write_file_empty": _written(vision.write_file, np.zeros(0, np.uint8)),
    "write_file_floats": _written(vision.write_file, np.zeros(2, np.float32)),
    "write_file_two_axes": _written(vision.write_file, np.zeros((2, 2), np.uint8)),
    "write_jpeg": _written(vision.write_jpeg, RGB, 60),
    "write_png": _written(vision.write_png, RGB),
    "write_png_tensor": _written(vision.write_png, ms.Tensor(GRAY), 3),
    "write_nowhere": _in_folder(lambda folder: vision.write_png(f"{folder}/none/a", RGB)),
    "write_to_folder": _in_folder(lambda folder: vision.write_png(str(folder), RGB)),
    "write_path": _in_folder(lambda folder: vision.write_png(folder / "a", RGB)),
    "read_nothing": _in_folder(lambda folder: vision.read_file(f"{folder}/none")),
    "read_folder": _in_folder(lambda folder: vision.read_image(str(folder))),
    "read_no_image": _in_folder(
        lambda folder: (
            vision.write_file(f"{folder}/a", RGB[0, 0]),
            vision.read_image(f"{folder}/a"),
        )
    ),
    "read_mode": lambda: vision.read_image("a", 1),
    "read_path": lambda: vision.read_file(Path("a")),
}
