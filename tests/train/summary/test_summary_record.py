"""SummaryRecord: what is recorded when, in which files, and what it refuses."""

import stat
import sys

import numpy as np
import pytest

import msjax as ms
from compat_tests import summaries
from msjax import Parameter, Tensor, nn, ops
from msjax.train.summary.messages import message_classes


@pytest.fixture(params=[ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def mode(request):
    ms.set_context(mode=request.param)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


@pytest.fixture(autouse=True)
def only_one():
    """Nothing is left from other tests."""
    assert ms.SummaryRecord.count == 0
    yield
    assert ms.SummaryRecord.count == 0


def steps(path, kind="Event"):
    """Return {step: {tag: value}} of a file."""
    events = summaries.read(path, getattr(message_classes(), kind))[1:]
    return {int(e["step"]): {v.pop("tag"): v for v in e["summary"]["value"]} for e in events}


def file(folder):
    (path,) = folder.glob("*.summary.*")
    return path


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.loss, self.weight = ops.ScalarSummary(), ops.TensorSummary()
        self.w = Parameter(Tensor([1.0, 2.0]), name="w")

    def construct(self, x):
        y = (x * self.w).sum()
        self.loss("loss", y)
        self.weight("weight", self.w)
        ops.assign(self.w, self.w + 1)
        return y


@pytest.mark.usefixtures("mode")
def test_every_step_has_the_values_of_its_run(tmp_path):
    net = Net()
    with ms.SummaryRecord(str(tmp_path)) as record:
        for step in (3, 4):
            net(Tensor([1.0, 10.0]))
            record.add_value("scalar", "rate", Tensor(0.5))
            assert record.record(step)
        assert record.record(5)
    found = steps(file(tmp_path))
    assert list(found) == [3, 4]
    assert [found[s]["loss"]["scalar_value"] for s in found] == [21, 32]
    assert [found[s]["rate"]["scalar_value"] for s in found] == [0.5, 0.5]
    assert [found[s]["weight"]["tensor"]["float_data"] for s in found] == [[1, 2], [2, 3]]


def test_compiled_code_records_constants_in_every_run(tmp_path):
    @ms.jit
    def compiled(x):
        ops.ScalarSummary()("constant", Tensor(1.5))
        return x + 1

    with ms.SummaryRecord(str(tmp_path)) as record:
        for step in range(2):
            compiled(Tensor(1.0))
            record.record(step)
    assert [v["constant"]["scalar_value"] for v in steps(file(tmp_path)).values()] == [1.5, 1.5]


@pytest.mark.usefixtures("mode")
def test_gradients_pass_by(tmp_path):
    net = Net()
    with ms.SummaryRecord(str(tmp_path)) as record:
        gradient = ms.jit(ms.grad(net))(Tensor([1.0, 10.0]))
        record.record(0)
    np.testing.assert_array_equal(gradient.asnumpy(), [1, 2])
    assert steps(file(tmp_path))[0]["loss"]["scalar_value"] == 21


def test_evaluation_records_no_summary_operators(tmp_path):
    with ms.SummaryRecord(str(tmp_path)) as record:
        record.set_mode("eval")
        ops.ScalarSummary()("kept", Tensor(1.0))
        record.add_value("scalar", "added", Tensor(2.0))
        record.record(0)
        record.set_mode("train")
        record.record(1)
    found = steps(file(tmp_path))
    assert [set(values) for values in found.values()] == [{"added"}, {"kept"}]


def test_a_filter_chooses_plugins(tmp_path):
    with ms.SummaryRecord(str(tmp_path)) as record:
        record.add_value("scalar", "s", Tensor(2.0))
        record.add_value("tensor", "t", Tensor([2.0]))
        record.record(0, plugin_filter=lambda plugin: plugin == "tensor")
        record.record(1)
    assert set(steps(file(tmp_path))[0]) == {"t"}


def test_tensorboard_has_a_file_of_its_own(tmp_path):
    with ms.SummaryRecord(str(tmp_path)) as record:
        record.add_value("scalar", "s", Tensor(2.0))
        record.add_value("tensor", "t", Tensor([2.0]))
        record.add_value("histogram", "h", Tensor([1.0, 2.0, 4.0]))
        record.add_value("image", "i", Tensor(np.ones((1, 1, 1, 2), np.float32)))
        record.record(7)
    (path,) = tmp_path.glob("*.tfevents.*")
    found = steps(path, "TensorBoardEvent")[7]
    assert found["s"] == {"simple_value": 2}
    assert found["i"]["image"]["encoded_image"] == [255] * 6
    histo = found["h"]["histo"]
    assert (histo["min"], histo["max"], histo["num"], histo["sum"]) == (1, 4, 3, 7)
    assert (histo["bucket_limit"], histo["bucket"]) == ([2.5, 4], [2, 1])
    assert "t" not in found


def test_names_and_files(tmp_path):
    folder = tmp_path / "new" / "folder"
    options = {"tensor_format": "npy"}
    record = ms.SummaryRecord(str(folder), "before", "_after", export_options=options)
    assert folder.is_dir()
    assert not list(folder.iterdir())
    record.add_value("tensor", "a/b", Tensor([1, 2]))
    record.record(2)
    record.flush()
    assert record.log_dir == str(file(folder))
    assert file(folder).name.startswith("before.out.events.summary.")
    assert file(folder).name.endswith("_after")
    assert steps(file(folder))
    record.close()
    record.close()
    assert stat.S_IMODE(file(folder).stat().st_mode) == 0o400
    (exported,) = folder.glob("export_*/tensor/*")
    assert exported.name == "a%2Fb_2.npy"
    np.testing.assert_array_equal(np.load(exported), [1, 2])
    assert record.record(3) is False
    with pytest.raises(ValueError, match="has been closed"), record:
        pass


def test_two_records_in_one_second_have_two_files(tmp_path):
    for _ in range(2):
        with ms.SummaryRecord(str(tmp_path)) as record:
            record.add_value("scalar", "s", Tensor(2.0))
            record.record(0)
    assert len(list(tmp_path.glob("*.summary.*"))) == 2


def test_the_largest_size(tmp_path):
    with ms.SummaryRecord(str(tmp_path), max_file_size=400) as record:
        for step in range(100):
            record.add_value("scalar", "s", Tensor(2.0))
            assert record.record(step)
    assert 200 < file(tmp_path).stat().st_size <= 400
    assert 0 < len(steps(file(tmp_path))) < 100


def test_a_failure_to_write_is_raised_where_that_is_asked_for(tmp_path):
    for raises in (False, True):
        folder = tmp_path / str(raises)
        with ms.SummaryRecord(str(folder), raise_exception=raises) as record:
            record.add_value("scalar", "s", Tensor(2.0))
            folder.rmdir()
            if raises:
                with pytest.raises(FileNotFoundError):
                    record.record(0)
            else:
                assert record.record(0)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ({"log_dir": 3}, TypeError),
        ({"log_dir": ""}, ValueError),
        ({"file_prefix": 3}, TypeError),
        ({"file_suffix": 3}, TypeError),
        ({"file_prefix": "a/b"}, ValueError),
        ({"file_suffix": ""}, ValueError),
        ({"max_file_size": 2.5}, TypeError),
        ({"raise_exception": 1}, TypeError),
        ({"export_options": 3}, TypeError),
        ({"export_options": {"a": "npy"}}, ValueError),
        ({"export_options": {"tensor_format": "txt"}}, ValueError),
    ],
)
def test_arguments_of_the_constructor(tmp_path, arguments, kind):
    with pytest.raises(kind):
        ms.SummaryRecord(**{"log_dir": str(tmp_path)} | arguments)


def test_only_one_is_open(tmp_path):
    with ms.SummaryRecord(str(tmp_path)), pytest.raises(RuntimeError, match="only one instance"):
        ms.SummaryRecord(str(tmp_path))


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("other", "a", Tensor(1.0)), ValueError),
        (("scalar", "", Tensor(1.0)), ValueError),
        (("scalar", 3, Tensor(1.0)), ValueError),
        (("scalar", "a", 1.0), TypeError),
        (("scalar", "a", Tensor([1.0, 2.0])), ValueError),
        (("tensor", "a", Tensor(1.0)), ValueError),
        (("histogram", "a", Tensor(1.0)), ValueError),
        (("image", "a", Tensor([1.0])), ValueError),
        (("graph", "a", b""), NotImplementedError),
        (("train_lineage", "a", 3), NotImplementedError),
    ],
)
def test_arguments_of_add_value(tmp_path, arguments, kind):
    with ms.SummaryRecord(str(tmp_path)) as record, pytest.raises(kind):
        record.add_value(*arguments)


@pytest.mark.parametrize(
    ("op", "arguments", "kind"),
    [
        (ops.ScalarSummary, (3, Tensor(1.0)), TypeError),
        (ops.ScalarSummary, ("", Tensor(1.0)), TypeError),
        (ops.ScalarSummary, ("a", 3.0), TypeError),
        (ops.ScalarSummary, ("a", Tensor([1.0, 2.0])), ValueError),
        (ops.TensorSummary, ("a", Tensor(1.0)), ValueError),
        (ops.HistogramSummary, ("a", Tensor(1.0)), ValueError),
        (ops.ImageSummary, ("a", Tensor([1.0])), ValueError),
    ],
)
def test_record_checks_what_operators_recorded(tmp_path, op, arguments, kind):
    with ms.SummaryRecord(str(tmp_path)) as record:
        op()(*arguments)
        with pytest.raises(kind):
            record.record(0)
        assert record.record(1)


def test_arguments_of_others(tmp_path):
    with ms.SummaryRecord(str(tmp_path)) as record:
        for step in (1.5, True):
            with pytest.raises(TypeError, match="'step'"):
                record.record(step)
        with pytest.raises(TypeError, match="'train_network'"):
            record.record(1, train_network=3)
        with pytest.raises(ValueError, match="'test' is not a recognized mode"):
            record.set_mode("test")


@pytest.mark.parametrize(
    ("module", "package"),
    [("google.protobuf", "protobuf"), ("google_crc32c", "google-crc32c"), ("PIL", "pillow")],
)
def test_what_is_not_installed_is_named(tmp_path, monkeypatch, module, package):
    message_classes.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModuleNotFoundError, match=rf"{package}.*msjax\[summary\]"):
        ms.SummaryRecord(str(tmp_path))


def test_modules():
    from msjax.train import SummaryRecord as in_train
    from msjax.train.summary import SummaryRecord as in_summary

    assert in_train is in_summary is ms.SummaryRecord
