"""What half of the operations of `vision` take: dtypes, numbers of axes, of channels; and give."""

import numpy as np
from mindspore.dataset import vision as v
from PIL import Image

MODES = ("pynative",)

SHAPES = ((9,), (6, 8), (6, 8, 1), (6, 8, 2), (6, 8, 3), (6, 8, 4), (2, 6, 8, 3), (2, 2, 6, 8, 3))
DTYPES = """
    bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64 str
""".split()
PIL_MODES = ("1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "F", "LA")

B, I = v.Border, v.Inter
OPERATIONS = {
    "center_crop": v.CenterCrop(5),
    "center_crop_padded": v.CenterCrop(9),
    "crop": v.Crop((1, 1), 4),
    "cut_out": v.CutOut(2),
    "erase": v.Erase(1, 1, 2, 2),
    "horizontal_flip": v.HorizontalFlip(),
    "hwc2chw": v.HWC2CHW(),
    "normalize": v.Normalize([1], [2]),
    "normalize_three": v.Normalize([1, 2, 3], [2, 3, 4]),
    "pad": v.Pad(2),
    "pad_reflect": v.Pad(2, padding_mode=B.REFLECT),
    "pad_to_size": v.PadToSize(12),
    "random_color": v.RandomColor((0.5, 0.5)),
    "random_color_adjust_brightness": v.RandomColorAdjust((0.5, 0.5)),
    "random_color_adjust_contrast": v.RandomColorAdjust(contrast=(0.5, 0.5)),
    "random_color_adjust_saturation": v.RandomColorAdjust(saturation=(0.5, 0.5)),
    "random_color_adjust_hue": v.RandomColorAdjust(hue=(0.5, 0.5)),
    "random_color_adjust_nothing": v.RandomColorAdjust(),
    "random_crop": v.RandomCrop(4),
    "random_crop_padded": v.RandomCrop(4, 1),
    "random_horizontal_flip": v.RandomHorizontalFlip(1.0),
    "random_horizontal_flip_never": v.RandomHorizontalFlip(0.0),
    "random_lighting": v.RandomLighting(0.0),
    "random_resized_crop": v.RandomResizedCrop(4, (1, 1), (1, 1)),
    "random_resized_crop_nearest": v.RandomResizedCrop(4, (1, 1), (1, 1), I.NEAREST),
    "random_rotation": v.RandomRotation((20, 20)),
    "random_sharpness": v.RandomSharpness((0.5, 0.5)),
    "rescale": v.Rescale(2, 1),
    "resize": v.Resize((4, 5)),
    "resize_nearest": v.Resize((4, 5), I.NEAREST),
    "resize_cubic": v.Resize((4, 5), I.CUBIC),
    "resize_area": v.Resize((4, 5), I.AREA),
    "resize_same": v.Resize((6, 8)),
    "resized_crop": v.ResizedCrop(0, 0, 4, 4, 3),
    "rotate": v.Rotate(20),
    "rotate_linear": v.Rotate(20, I.LINEAR),
    "rotate_quarter": v.Rotate(90, expand=True),
    "slice_patches": v.SlicePatches(2, 2),
    "to_tensor": v.ToTensor(),
    "to_type": v.ToType(np.float32),
    "vertical_flip": v.VerticalFlip(),
}
ON_PIL = {
    "center_crop": v.CenterCrop(5),
    "five_crop": v.FiveCrop(4),
    "grayscale": v.Grayscale(),
    "pad": v.Pad(2, 7),
    "pad_edge": v.Pad(2, padding_mode=B.EDGE),
    "random_crop": v.RandomCrop(4, 1),
    "random_color": v.RandomColor((0.5, 0.5)),
    "random_horizontal_flip": v.RandomHorizontalFlip(1.0),
    "random_lighting": v.RandomLighting(0.0),
    "random_resized_crop": v.RandomResizedCrop(4),
    "random_sharpness": v.RandomSharpness((0.5, 0.5)),
    "resize": v.Resize((4, 5)),
    "resize_cubic": v.Resize((4, 5), I.CUBIC),
    "to_numpy": v.ToNumpy(),
    "to_tensor": v.ToTensor(),
}


def outcome(operation, image):
    """Tell what comes out of an operation, in a word."""
    try:
        result = operation(image)
    except Exception as error:
        return type(error).__name__
    first = result[0] if isinstance(result, tuple) else result
    if isinstance(first, Image.Image):
        return f"{first.mode} {first.size}"
    return f"{first.dtype.name} {first.shape}"


def values(shape, dtype):
    return (np.arange(np.prod(shape)).reshape(shape) % 100).astype(dtype)


def of_dtypes(operation):
    # MindSpore's CutOut writes into the memory of texts: what comes out is not the same twice.
    dtypes = DTYPES[:-1] if isinstance(operation, v.CutOut) else DTYPES
    return lambda: {dtype: outcome(operation, values((6, 8, 3), dtype)) for dtype in dtypes}


def of_shapes(operation):
    return lambda: {
        f"{dtype} {shape}": outcome(operation, values(shape, dtype))
        for dtype in ("uint8", "float32")
        for shape in SHAPES
    }


def of_nothing():
    return {
        f"{name} {shape}": outcome(operation, values(shape, "uint8"))
        for name, operation in OPERATIONS.items()
        for shape in ((0, 4, 3), (4, 0, 3), (0, 0), (2, 0, 4, 3))
    }


def of_modes(operation):
    whole = Image.fromarray(values((6, 8, 3), np.uint8))
    return lambda: {mode: outcome(operation, whole.convert(mode)) for mode in PIL_MODES}


CASES = {
    **{f"{name}_dtypes": of_dtypes(operation) for name, operation in OPERATIONS.items()},
    **{f"{name}_shapes": of_shapes(operation) for name, operation in OPERATIONS.items()},
    "nothing": of_nothing,
    **{f"{name}_of_pil": of_modes(operation) for name, operation in ON_PIL.items()},
}
