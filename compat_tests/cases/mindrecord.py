"""Files of MindRecord: their bytes, their indexes, what is read from them, and what is refused."""

import json
import os

import numpy as np
from mindspore import mindrecord
from mindspore.mindrecord import FileReader, FileWriter, MindPage

from compat_tests.dataset_files import in_scratch_folder
from compat_tests.mindrecord_files import index_rows, records, sparse, write_records

MODES = ("pynative",)
CASES = {}


def _ints(*lists):
    return [{"v": np.array(values, np.int64)} for values in lists]


_MIXED = {
    "name": {"type": "string"},
    "label": {"type": "int32"},
    "score": {"type": "float32"},
    "box": {"type": "int64", "shape": [-1, 2]},
    "data": {"type": "bytes"},
}
_TEXTS = {"s": {"type": "string"}, "d": {"type": "bytes"}}


def _mixed(i):
    box = np.arange(4).reshape(2, 2) * 100 + i
    row = {
        "name": f"{i}.jpg",
        "label": i,
        "score": (i + 0.5) / 4,
        "box": box,
        "data": bytes([i] * 7),
    }
    return {**row, "ignored": None}


def _texts(*sizes):
    return [{"s": "s" * n, "d": bytes([1]) * m} for n, m in sizes]


_NUMBERS = {"a": {"type": "int64"}, "b": {"type": "float64"}, "s": {"type": "string"}}
_WIDTHS = (-1, 200, 70000, 2**40, -200, -70000, -(2**40), 127, 128, 255, 256, 65536, 2**32, -33)

# name -> arguments of write_records
FILES = {
    "mixed": (_MIXED, [_mixed(i) for i in range(5)], 1, ["name", "label"]),
    "numbers": (
        _NUMBERS,
        [{"a": a, "b": a / 2 + 0.25, "s": "é" * (i * 20)} for i, a in enumerate(_WIDTHS)],
        1,
        ["a"],
    ),
    "integers": (
        {"v": {"type": "int64", "shape": [-1]}},
        _ints([1, 2], [200, -200], [2**31], [1, 300, 70000, 2**40, -1, -300, -70000, -(2**40), 5]),
    ),
    "one_blob": ({"d": {"type": "bytes"}}, [{"d": b"ab"}, {"d": b"c"}]),
    "reals": (
        {"v": {"type": "float32", "shape": [2]}, "x": {"type": "float64"}},
        [{"v": np.array([1, 2.5], np.float32), "x": np.float64(0.1)}],
    ),
    "no_description": ({"x": {"type": "int32"}}, [{"x": np.int32(3)}], 1, None, None, None),
    "many_fields": ({f"f{i:02}": {"type": "int32"} for i in range(18)},)
    + ([{f"f{i:02}": i for i in range(18)}],),
    "pages": (_TEXTS, _texts(*[(10, 9000)] * 12), 1, None, [5, 7]),
    "raw_pages": (_TEXTS, _texts(*[(5000, 3000)] * 9), 1, ["s"], [4, 4, 1]),
    "moved_groups": (
        _TEXTS,
        _texts(*[(100, 3000)] * 6, *[(3000, 10)] * 12, *[(200, 20000)] * 2),
        1,
        None,
        [3, 9, 8],
    ),
}


def _file(arguments):
    def case():
        schema, rows, *more = arguments
        write_records("file", schema, rows, *more)
        return [sparse("file"), index_rows("file"), records("file")]

    return in_scratch_folder(case)


for _name, _arguments in FILES.items():
    CASES[f"file_{_name}"] = _file(_arguments)


def _labels(count=8):
    schema = {"label": {"type": "int32"}, "name": {"type": "string"}, "d": {"type": "bytes"}}
    return schema, [{"label": i % 3, "name": f"n{i}", "d": bytes([i])} for i in range(count)]


@in_scratch_folder
def case_shards():
    schema, rows = _labels()
    write_records("p", schema, rows, 2, ["label"])
    files = [[sparse(name), index_rows(name)] for name in ("p0", "p1")]
    return [files, records("p0"), records("p1"), records(["p1"]), records(["p1", "p0"])]


@in_scratch_folder
def case_append():
    schema, rows = _labels(4)
    write_records("p", schema, rows, 2)
    writer = FileWriter.open_for_append("p1")
    writer.write_raw_data(rows)
    writer.commit()
    return [sparse("p0"), sparse("p1"), records("p0"), sorted(os.listdir("."))]


@in_scratch_folder
def case_overwrite():
    write_records("p", {"x": {"type": "int32"}}, [{"x": 1}])
    writer = FileWriter("p", overwrite=True)
    writer.add_schema({"x": {"type": "int32"}})
    writer.write_raw_data([{"x": 2}])
    writer.commit()
    return records("p")


@in_scratch_folder
def case_no_rows():
    writer = FileWriter("p")
    writer.add_schema({"x": {"type": "int32"}})
    writer.commit()
    return [records("p"), FileReader("p").len()]


@in_scratch_folder
def case_rows_that_do_not_match_are_left_out():
    rows = [{"x": 1}, {"x": "a"}, {"y": 1}, {"x": True}, {"x": 2}]
    return records(write_records("p", {"x": {"type": "int32"}}, rows))


@in_scratch_folder
def case_reader():
    schema, rows = _labels(3)
    reader = FileReader(write_records("p", schema, rows))
    return [reader.schema(), reader.len(), next(reader.get_next())["label"]]


@in_scratch_folder
def case_columns():
    schema, rows = _labels(2)
    write_records("p", schema, rows)
    return [records("p", columns=columns) for columns in (["label"], ["d"], ["d", "name"])]


@in_scratch_folder
def case_pages_of_categories():
    schema, rows = _labels()
    write_records("p", schema, rows, 2, ["label"])
    page = MindPage(["p0", "p1"])
    page.category_field = "label"
    info = json.loads(page.read_category_info())
    parts = [page.read_at_page_by_id(0, 0, 2), page.read_at_page_by_id(0, 1, 2)]
    named = page.read_at_page_by_name("1", 0, 5)
    names = [[row["name"] for row in part] for part in (*parts, named)]
    return [page.candidate_fields, page.category_field, info, names]


def _paged(call):
    def case():
        schema, rows = _labels()
        page = MindPage(write_records("p", schema, rows, index=["label"]))
        return call(page)

    return in_scratch_folder(case)


def _categorized(call):
    def case(page):
        page.category_field = "label"
        return call(page)

    return _paged(case)


def _setting(value):
    return _paged(lambda page: setattr(page, "category_field", value))


CASES |= {
    "page_no_category": _paged(lambda page: page.read_category_info()),
    "page_unknown_field": _setting("nope"),
    "page_field_no_str": _setting(3),
    "page_unknown_id": _categorized(lambda page: page.read_at_page_by_id(9, 0, 1)),
    "page_after_the_last": _categorized(lambda page: page.read_at_page_by_id(0, 9, 2)),
    "page_unknown_name": _categorized(lambda page: page.read_at_page_by_name("9", 0, 1)),
    "page_wrong_id": _categorized(lambda page: page.read_at_page_by_id(-1, 0, 1)),
    "page_wrong_page": _categorized(lambda page: page.read_at_page_by_id(0, "a", 1)),
    "page_wrong_rows": _categorized(lambda page: page.read_at_page_by_id(0, 0, 0)),
    "page_wrong_name": _categorized(lambda page: page.read_at_page_by_name(1, 0, 1)),
}

for _value in (None, "", 3, "a/", "a*b", " a"):
    CASES[f"writer_name_{_value!r}"] = lambda value=_value: FileWriter(value)
for _value in (0, 1001, "2", None):
    CASES[f"writer_shards_{_value!r}"] = lambda value=_value: FileWriter("x", value)
CASES["writer_overwrite"] = lambda: FileWriter("x", 1, "y")
for _value in (1, 16385, 16386, (1 << 27) + 4, "x"):
    CASES[f"header_size_{_value}"] = lambda value=_value: FileWriter("x").set_header_size(value)
for _value in (1, 32769, (1 << 28) + 4, "x"):
    CASES[f"page_size_{_value}"] = lambda value=_value: FileWriter("x").set_page_size(value)

_SCHEMAS = (
    {},
    [],
    {"a b": {"type": "int32"}},
    {"a": {"type": "int8"}},
    {"a": {}},
    {"a": {"type": "bytes", "shape": [1]}},
    {"a": {"type": "int32", "shape": 3}},
    {"a": {"type": "int32", "size": 3}},
    {"a": {"type": "int32", "shape": [-1, -1]}},
)
for _i, _value in enumerate(_SCHEMAS):
    CASES[f"schema_{_i}"] = lambda value=_value: FileWriter("x").add_schema(value, "d")


def _writer():
    writer = FileWriter("x")
    writer.add_schema({"a": {"type": "int32"}, "v": {"type": "float32", "shape": [2]}})
    return writer


for _value in ([], "a", ["v"], ["nope"], [1], ["a", "a"]):
    CASES[f"index_{_value}"] = lambda value=_value: _writer().add_index(value)

_V = np.ones(2, np.float32)
_ROWS = (
    {"a": 1},
    [1],
    [],
    [{"a": 1}],
    [{"a": 1, "v": _V.astype(np.float64)}],
    [{"a": 1, "v": np.ones(3, np.float32)}],
    [{"a": 1.5, "v": _V}],
)
for _i, _value in enumerate(_ROWS):
    CASES[f"rows_{_i}"] = in_scratch_folder(lambda value=_value: _writer().write_raw_data(value))


@in_scratch_folder
def case_second_schema():
    return _writer().add_schema({"b": {"type": "int32"}})


def case_index_before_schema():
    return FileWriter("x").add_index(["a"])


@in_scratch_folder
def case_rows_before_schema():
    return FileWriter("x").write_raw_data([{"a": 1}])


@in_scratch_folder
def case_existing_file():
    schema, rows = _labels(1)
    write_records("p", schema, rows)
    return write_records("p", schema, rows)


@in_scratch_folder
def case_missing_folder():
    writer = FileWriter("no/x")
    writer.add_schema({"a": {"type": "int32"}})
    return writer.write_raw_data([{"a": 1}])


@in_scratch_folder
def case_rows_after_commit():
    writer = FileWriter("x")
    writer.add_schema({"a": {"type": "int32"}})
    writer.write_raw_data([{"a": 1}])
    writer.commit()
    return writer.write_raw_data([{"a": 1}])


@in_scratch_folder
def case_row_larger_than_a_page():
    return write_records("p", {"d": {"type": "bytes"}}, [{"d": bytes(40000)}])


@in_scratch_folder
def case_parallel_is_no_bool():
    return _writer().write_raw_data([{"a": 1, "v": _V}], 1)


@in_scratch_folder
def case_missing_index():
    schema, rows = _labels(1)
    write_records("p", schema, rows)
    os.remove("p.db")
    return records("p")


@in_scratch_folder
def case_no_mindrecord_file():
    for name in ("x", "x.db"):
        with open(name, "wb") as file:
            file.write(b"x" * 100)
    return records("x")


CASES |= {
    "reader_missing_file": lambda: FileReader("nope"),
    "reader_no_consumer": lambda: FileReader("nope", num_consumer=0),
    "reader_consumer_none": lambda: FileReader("nope", num_consumer=None),
    "reader_consumer_str": lambda: FileReader("nope", num_consumer="x"),
    "reader_columns_str": lambda: FileReader("nope", columns="x"),
    "append_missing_file": lambda: FileWriter.open_for_append("nope"),
    "key_no_str": lambda: mindrecord.set_enc_key(3),
    "key_length": lambda: mindrecord.set_enc_key("abc"),
    "key_none": lambda: mindrecord.set_enc_key(None),
    "mode_unknown": lambda: mindrecord.set_enc_mode("x"),
    "mode_no_str": lambda: mindrecord.set_dec_mode(3),
    "mode_none": lambda: mindrecord.set_dec_mode(None),
}


@in_scratch_folder
def case_reader_unknown_column():
    schema, rows = _labels(1)
    return records(write_records("p", schema, rows), columns=["nope"])


@in_scratch_folder
def case_floats_without_fraction():
    rows = [{"x": value} for value in (0.0, -2.0, 1e300)]
    return records(write_records("p", {"x": {"type": "float64"}}, rows))


INTENDED = {
    "floats_without_fraction": (
        lambda: [{"x": 0.0}, {"x": -2.0}, {"x": 1e300}],
        "MindSpore's FileReader gives ints, and for those that are too large a wrong one",
    ),
}


def case_exceptions():
    errors = [
        mindrecord.MRMOpenError(),
        mindrecord.ParamTypeError("a", "b"),
        mindrecord.ParamValueError("a"),
        mindrecord.MRMCommitError(),
        mindrecord.MindRecordException(),
    ]
    return [[str(error), error.error_code, error.error_msg] for error in errors]
