"""The protocol buffers of event files, declared by their fields: MindSpore's and TensorBoard's.

The numbers of fields are the format. The two share their frame and images; elsewhere the same
number means different things, so each has its own file.
"""

from __future__ import annotations

import functools
import types

PACKAGE = "msjax.events"

_MESSAGES = {
    "Event": "1 double wall_time; 2 int64 step; 3 string version; 5 Summary summary",
    "Summary": "1 Value* value",
    "Value": """1 string tag; 3 float scalar_value; 4 Image image; 8 TensorProto tensor;
        9 Histogram histogram""",
    "Image": "1 int32 height; 2 int32 width; 3 int32 colorspace; 4 bytes encoded_image",
    "TensorProto": "1 int64* dims; 2 int32 data_type; 3 float* float_data",
    "Histogram": """1 Bucket* buckets; 2 int64 nan_count; 3 int64 pos_inf_count;
        4 int64 neg_inf_count; 5 double max; 6 double min; 7 double sum; 8 int64 count""",
    "Bucket": "1 double left; 2 double width; 3 int64 count",
    "TensorBoardEvent": """1 double wall_time; 2 int64 step; 3 string version;
        5 TensorBoardSummary summary""",
    "TensorBoardSummary": "1 TensorBoardValue* value",
    "TensorBoardValue": "1 string tag; 2 float simple_value; 4 Image image; 5 HistogramProto histo",
    "HistogramProto": """1 double min; 2 double max; 3 double num; 4 double sum;
        5 double sum_squares; 6 double* bucket_limit; 7 double* bucket""",
}

# MindSpore's numbers of dtypes.
DATA_TYPES = {
    name: number
    for number, name in enumerate(
        "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split(), 1
    )
}


@functools.cache
def message_classes() -> types.SimpleNamespace:
    """Return the classes of the messages, by their names.

    Raises:
        ModuleNotFoundError: protobuf is not installed.
    """
    descriptor_pb2, descriptor_pool, message_factory = _protobuf()
    file = descriptor_pb2.FileDescriptorProto(name="msjax_events.proto", package=PACKAGE)
    file.syntax = "proto2"
    field_kind = descriptor_pb2.FieldDescriptorProto
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for text in fields.split(";"):
            number, kind, field_name = text.split()
            field = message.field.add(name=field_name, number=int(number))
            field.label = (
                field_kind.LABEL_REPEATED if kind.endswith("*") else field_kind.LABEL_OPTIONAL
            )
            kind = kind.removesuffix("*")
            if kind in _MESSAGES:
                field.type, field.type_name = field_kind.TYPE_MESSAGE, f".{PACKAGE}.{kind}"
            else:
                field.type = getattr(field_kind, f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
        for name in _MESSAGES
    }
    return types.SimpleNamespace(**found)


def _protobuf():
    try:
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    except ModuleNotFoundError:
        raise missing_extra("protobuf") from None
    return descriptor_pb2, descriptor_pool, message_factory


def missing_extra(package: str) -> ModuleNotFoundError:
    """Make the error for a package of the extra `summary` that is not installed."""
    return ModuleNotFoundError(
        f"SummaryRecord needs the package {package}, which is not installed; install the extra "
        "that has it: `pip install msjax[summary]`.",
        name=package,
    )
