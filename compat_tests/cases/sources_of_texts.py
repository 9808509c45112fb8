"""Sources of texts: lines, comma-separated values, CLUE, and collections."""

import json

from mindspore import dataset as ds

from compat_tests.dataset_files import described, rows, seeded, write, write_json

MODES = ("pynative",)
CASES = {}


def _lines():
    write("t/b.txt", "b1\nb2\n\nb3\n")
    write("t/a.txt", "a1\na2\r\n a3 \na4\na5")
    write("t/c.txt", "c1\n")
    write("t/empty.txt", "")
    write("t/bytes.txt", b"\xff\xfe\n")


_FILES = ["t/b.txt", "t/a.txt", "t/c.txt"]


def line_case(name, call):
    @seeded
    def case():
        _lines()
        return call()

    CASES[f"text_{name}"] = case


def texts(files=None, repeats=1, **arguments):
    pipe = ds.TextFileDataset(files or _FILES, **arguments).repeat(repeats)
    return [row["text"][2] for row in rows(pipe)]


line_case("described", lambda: described(ds.TextFileDataset(_FILES, shuffle=False)))
for _mode in (False, True, None, ds.Shuffle.GLOBAL, ds.Shuffle.FILES, ds.Shuffle.INFILE):
    line_case(f"shuffle_{_mode}", lambda mode=_mode: texts(repeats=3, shuffle=mode))
    for _shards in (2, 3):
        line_case(
            f"shards_{_mode}_{_shards}",
            lambda mode=_mode, shards=_shards: [
                texts(repeats=2, shuffle=mode, num_shards=shards, shard_id=i) for i in range(shards)
            ],
        )
    line_case(f"samples_{_mode}", lambda mode=_mode: texts(shuffle=mode, num_samples=4))
line_case(
    "sizes",
    lambda: [
        ds.TextFileDataset(_FILES, **arguments).get_dataset_size()
        for arguments in (
            {},
            {"num_samples": 3},
            {"num_shards": 2, "shard_id": 0},
            {"num_shards": 3, "shard_id": 0, "num_samples": 2},
        )
    ],
)
line_case("pattern", lambda: texts("t/[abc].txt", shuffle=False))
line_case("empty", lambda: texts("t/empty.txt"))
line_case("bytes", lambda: texts("t/bytes.txt"))
for _value in ("t", "nope", ["t/a.txt", "nope"], [], 3):
    line_case(f"files_{_value}", lambda value=_value: ds.TextFileDataset(value))
for _value in (3, "global"):
    line_case(f"wrong_shuffle_{_value}", lambda value=_value: texts(shuffle=value))

_CSV = {
    "plain": '1,2.5,x\n2,3.5,"y,z"\n',
    "header": 'p,q,r\n5,6,7\n8,9,"a""b"\n',
    "short": "1,2,3\n3\n",
    "gaps": ",,\n1,,\n",
    "lines": '1,"a\nb",c\n4,5,6',
    "blank": "1,2,3\n\n4,5,6\n\n",
    "spaces": " 1, 2,x\n3 ,4 ,y\r\n",
    "quote": '1,a"b,c\n',
}
_NAMES = ["a", "b", "c"]


def csv_case(name, file, **arguments):
    @seeded
    def case():
        write("f.csv", _CSV[file])
        return described(ds.CSVDataset("f.csv", shuffle=False, **arguments))

    CASES[f"csv_{name}"] = case


csv_case("header", "header")
csv_case("first_line", "plain")
for _name in _CSV:
    csv_case(f"named_{_name}", _name, column_names=_NAMES)
for _name in ("plain", "gaps", "spaces"):
    csv_case(f"typed_{_name}", _name, column_names=_NAMES, column_defaults=[1, 2.0, "s"])
_CSV_ARGUMENTS = {
    "one_default": {"column_names": _NAMES, "column_defaults": [1]},
    "bool_default": {"column_names": _NAMES, "column_defaults": [True]},
    "int_of_real": {"column_names": _NAMES, "column_defaults": [1, 2, "s"]},
    "int_of_text": {"column_names": _NAMES, "column_defaults": ["", "", 1]},
    "few_names": {"column_names": ["a", "b"]},
    "same_names": {"column_names": ["a", "a", "c"]},
    "delimiter": {"column_names": ["a", "b"], "field_delim": "x"},
    "delimiters": {"field_delim": ",,"},
    "delimiter_quote": {"field_delim": '"'},
    "defaults_none": {"column_defaults": [None]},
    "names_int": {"column_names": [1]},
}
for _name, _arguments in _CSV_ARGUMENTS.items():
    csv_case(_name, "plain", **_arguments)

_PAIR = {"sentence1": "a", "sentence2": "é"}
_TARGET = {"span1_index": 5, "span1_text": "床", "span2_index": 37, "span2_text": "它"}
_CLUE = {
    "AFQMC": ({**_PAIR, "label": "0"}, {"id": 3, **_PAIR}),
    "TNEWS": (
        {"label": "1", "label_desc": "n", "sentence": "s", "keywords": "k"},
        {"id": 0, "sentence": "s", "keywords": "k"},
    ),
    "IFLYTEK": (
        {"label": "1", "label_des": "x", "sentence": "s"},
        {"id": 0, "sentence": "s"},
    ),
    "CMNLI": ({**_PAIR, "label": "neutral"}, {"id": 0, **_PAIR}),
    "WSC": (
        {"target": _TARGET, "idx": 261, "label": "false", "text": "t"},
        {"target": _TARGET, "idx": 261, "text": "t"},
    ),
    "CSL": (
        {"id": 1, "abst": "a", "keyword": ["k1", "k2"], "label": "1"},
        {"id": 1, "abst": "a", "keyword": ["k"]},
    ),
}


def clue_case(name, content, **arguments):
    @seeded
    def case():
        write("f.json", content)
        return described(ds.CLUEDataset("f.json", shuffle=False, **arguments))

    CASES[f"clue_{name}"] = case


for _task, (_labelled, _test) in _CLUE.items():
    for _usage in ("train", "eval", "test"):
        _entry = _test if _usage == "test" else _labelled
        _content = json.dumps(_entry, ensure_ascii=False) + "\n\n" + json.dumps(_entry) + "\n"
        clue_case(f"{_task}_{_usage}", _content, task=_task, usage=_usage)
clue_case("number", json.dumps({"sentence1": 1, "sentence2": "b", "label": 0}))
clue_case("missing", json.dumps({"sentence2": "b", "label": "0"}))
clue_case("no_json", "x\n")
clue_case("empty", "")
clue_case("task", "x\n", task="X")
clue_case("usage", "x\n", usage="X")

_TABLES = {
    "AGNewsDataset": 3,
    "AmazonReviewDataset": 3,
    "DBpediaDataset": 3,
    "SogouNewsDataset": 3,
    "YahooAnswersDataset": 4,
    "YelpReviewDataset": 2,
}
_PARTS = ("train", "test")


def _tables(count):
    for part in _PARTS:
        lines = [",".join(f'"{part}{i}{j}, ""q"""' for j in range(count)) for i in range(2)]
        write(f"d/{part}.csv", "\n".join(lines) + "\n")


def _sentences():
    for part in _PARTS:
        write(f"d/{part}.txt", f"{part} NN B-NP\nb VB I-VP\n\nC DT O\n\n")
    for part in ("train", "test", "dev"):
        write(f"d/en-ud-tag.v2.{part}.txt", f"{part}\tNN\tX\nb\tVB\tY\n\nC\tDT\tZ\n\n")


def _corpora():
    for part in ("train", "test", "valid"):
        write(f"d/ptb.{part}.txt", f" {part} a <unk> \n\n b N \n")
        write(f"d/wiki.{part}.tokens", f" \n = {part} = \n \n text {part} \n")
    write("d/enwik9", "<a>\nb\n\n c \n")
    for part in _PARTS:
        for label in ("pos", "neg"):
            for i in range(2):
                write(f"d/{part}/{label}/{i}_7.txt", f"{part} {label} {i}")
    names = {"train": "training/train", "valid": "validation/val", "test": "mmt16_task1_test/test"}
    for part, name in names.items():
        for language in ("en", "de"):
            write(f"d/{name}.{language}", f"{part} {language} 1\n\n{part} {language} 2\n")


def _questions():
    for part in ("train", "dev"):
        answers = [{"text": "a1", "answer_start": 3}, {"text": "a2", "answer_start": 5}]
        questions = [
            {"id": "1", "question": "q1?", "answers": answers},
            {"id": "2", "question": "q2?", "answers": []},
        ]
        paragraphs = [{"context": part, "qas": questions}]
        write_json(f"d/{part}-v1.1.json", {"data": [{"title": "T", "paragraphs": paragraphs}]})
        write(f"d/{part}.tsv", f"sentence\tlabel\n{part} \t0\nwow \t1\n")
    write("d/test.tsv", "index\tsentence\n0\ttest it\n1\tsecond\n")


def collection_case(name, files, call):
    @seeded
    def case():
        files()
        return call()

    CASES[name] = case


def _collection(cls, files, usages, call=rows):
    for usage in usages:
        collection_case(
            f"{cls}_{usage}",
            files,
            lambda usage=usage: call(getattr(ds, cls)("d", usage=usage, shuffle=False)),
        )
    collection_case(
        f"{cls}_shuffled",
        files,
        lambda: rows(getattr(ds, cls)("d").repeat(2)),
    )


for _name, _count in _TABLES.items():
    _collection(_name, lambda count=_count: _tables(count), (None, "train", "all", "x"), described)
_collection("PennTreebankDataset", _corpora, (None, "valid", "x"), described)
_collection("WikiTextDataset", _corpora, (None, "test"), described)
_collection("IMDBDataset", _corpora, (None, "train", "test", "x"), described)
_collection("Multi30kDataset", _corpora, (None, "valid"), described)
_collection("CoNLL2000Dataset", _sentences, (None, "train"))
_collection("UDPOSDataset", _sentences, (None, "valid"))
_collection("SQuADDataset", _questions, (None, "dev"), described)
_collection("SST2Dataset", _questions, (None, "test", "all"), described)
collection_case("EnWik9Dataset", _corpora, lambda: rows(ds.EnWik9Dataset("d", shuffle=False)))
for _value in (["de", "en"], ["en", "fr"], ["en"], "en"):
    collection_case(
        f"languages_{_value}",
        _corpora,
        lambda value=_value: rows(
            ds.Multi30kDataset("d", "test", language_pair=value, shuffle=False)
        ),
    )


_TALK = """<url>http://x</url>
<keywords>talks, {0}</keywords>
<speaker>Al</speaker>
<talkid>1</talkid>
<title>A title {0}</title>
<description>TED: {0}</description>
<reviewer></reviewer>
<translator></translator>
  line {0} 1 
line < {0} 2
<b>x</b> {0}
"""
_SEGMENTS = """<?xml version="1.0" encoding="UTF-8"?>
<mteval>
<srcset setid="s" srclang="x">
<doc docid="1922" genre="lectures">
<url>http://www.ted.com</url>
<title>T {0}</title>
<seg id="1"> {1} {0} seg one &amp; x </seg>
<seg id="2">seg two {0}</seg>
</doc>
<doc docid="2">
<seg id="1">doc2 {0}</seg>
</doc>
</srcset>
</mteval>
"""


def _talks():
    last = "DeEnItNlRo/DeEnItNlRo/DeEnItNlRo-DeEnItNlRo"
    for year, folder in ((16, "d/texts/de/en/de-en"), (17, f"d/texts/{last}")):
        for language in ("de", "en"):
            write(f"{folder}/train.tags.de-en.{language}", _TALK.format(language))
            for part in ("dev2010", "tst2010", "tst2013", "tst2014"):
                path = f"{folder}/IWSLT{year}.TED.{part}.de-en.{language}.xml"
                write(path, _SEGMENTS.format(language, part))


for _name in ("IWSLT2016Dataset", "IWSLT2017Dataset"):
    _collection(_name, _talks, (None, "train", "valid", "test", "x"), described)
    for _value in (["en", "de"], ["en", "xx"], ["en"], "ende"):
        collection_case(
            f"{_name}_{_value}",
            _talks,
            lambda name=_name, value=_value: rows(getattr(ds, name)("d", "valid", value)),
        )
for _value in (("dev2010", None), (None, "tst2010"), ("x", None), (None, "x")):
    collection_case(
        f"IWSLT2016Dataset_sets_{_value}",
        _talks,
        lambda value=_value: rows(
            ds.IWSLT2016Dataset("d", "valid" if value[0] else "test", None, *value, shuffle=False)
        ),
    )
