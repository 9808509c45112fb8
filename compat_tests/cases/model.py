"""`mindspore.Model`: training, evaluation, prediction, and what callbacks are told meanwhile."""

import mindspore as ms
import numpy as np
from mindspore import FixedLossScaleManager, Tensor, nn
from mindspore.train import Callback, DatasetHelper, LossMonitor, Model, RunContext

from compat_tests.trainings import (
    Batches,
    Line,
    Points,
    counters,
    data,
    model,
    printing,
    weight,
)

METRICS = {"mae": nn.MAE, "loss": nn.Loss}


def metrics():
    return {name: make() for name, make in METRICS.items()}


def case_train():
    m = model()
    m.train(2, data())
    return weight(m), m.predict(Tensor([1.0, 2.0], ms.float32))


def case_train_again():
    m, batches = model(), data()
    m.train(1, batches)
    m.train(1, batches)
    return weight(m), batches.resets


def case_train_without_loss_function():
    class WithLoss(nn.Cell):
        def __init__(self):
            super().__init__()
            self.line = Line()

        def construct(self, x, y):
            return (self.line(x) - y).abs().mean()

    net = WithLoss()
    m = Model(net, optimizer=nn.SGD(net.trainable_params(), 0.125))
    m.train(1, data())
    return net.line.w


def case_train_a_network_that_trains():
    net = Line()
    step = nn.TrainOneStepCell(nn.WithLossCell(net, nn.L1Loss()), nn.SGD([net.w], 0.125))
    m = Model(step.set_train())
    m.train(1, data())
    return net.w, m.train_network is step


def case_train_one_column():
    class Sum(nn.Cell):
        def __init__(self):
            super().__init__()
            self.line = Line()

        def construct(self, x):
            return self.line(x).sum()

    net = Sum()
    m = Model(net, optimizer=nn.SGD(net.trainable_params(), 0.125))
    m.train(1, Batches([[1.0, 2.0], [4.0, 8.0]]))
    return net.line.w


def case_train_from_an_epoch():
    m, points = model(), Points(counters)
    m.train(3, data(2), callbacks=points, initial_epoch=1)
    return points.notes, weight(m)


def case_train_scaled():
    m = model(loss_scale_manager=FixedLossScaleManager(4.0, False))
    m.train(1, data())
    return weight(m)


def case_points_of_train():
    m, points = model(), Points(counters)
    m.train(2, data(2), points)
    return points.notes


def case_points_of_train_in_sink_mode():
    m, points = model(), Points(counters)
    m.train(2, data(3), points, dataset_sink_mode=True)
    return points.notes


def case_points_of_train_in_sinks_of_two():
    m, points = model(), Points(counters)
    m.train(2, data(3), points, dataset_sink_mode=True, sink_size=2)
    return points.notes


def case_points_of_eval():
    m, points = model(metrics=metrics()), Points(counters)
    result = m.eval(data(2), points)
    return points.notes, result


def case_points_of_eval_in_sink_mode():
    m, points = model(metrics=metrics()), Points(counters)
    m.eval(data(2), points, dataset_sink_mode=True)
    return points.notes


def case_points_of_fit():
    m, points = model(metrics=metrics()), Points(counters)
    m.fit(2, data(2), data(1), callbacks=points)
    return points.notes


def case_points_of_fit_in_sink_mode():
    m, points = model(metrics=metrics()), Points(counters)
    m.fit(1, data(2), data(1), 1, points, True, True)
    return points.notes


def frequency(value):
    def case():
        m, points = model(metrics=metrics()), Points()
        m.fit(5, data(1), data(1), valid_frequency=value, callbacks=points)
        return [name for name, _ in points.notes if name.endswith(("epoch_end", "eval_begin"))]

    return case


def told(cb_params):
    """Return the names and kinds of all that callbacks are told."""
    return [(name, kind(cb_params[name])) for name in sorted(cb_params)]


def kind(value):
    if isinstance(value, list | tuple) and value and not isinstance(value[0], Callback):
        return [type(value).__name__, *[kind(v) for v in value]]
    return type(value).__name__.replace("Parameter", "Tensor")


def case_told_in_train():
    m, points = model(), Points(told)
    m.train(1, data(1), points)
    return points.notes


def case_told_in_eval():
    m, points = model(metrics=metrics()), Points(told)
    m.eval(data(1), points)
    return points.notes


def case_told_in_fit():
    m, points = model(metrics=metrics()), Points(told)
    m.fit(1, data(1), data(1), callbacks=points)
    return points.notes


def case_told_objects():
    m, batches = model(), data(1)
    points = Points(
        lambda a: (
            a.train_network is m.train_network,
            a.optimizer is m.train_network.optimizer,
            a.train_dataset is batches,
            a.network is m.predict_network,
            a["network"] is a.network,
            a.get("net_outputs"),
            a.get("train_dataset_element"),
        )
    )
    m.train(1, batches, points)
    return points.notes


def case_what_callbacks_add_stays():
    class Adds(Callback):
        def on_train_begin(self, run_context):
            run_context.original_args().mine = 1

        def on_train_step_end(self, run_context):
            run_context.original_args().mine += 1

    m, points = model(), Points(lambda a: a.get("mine"))
    m.train(1, data(2), [Adds(), points])
    return points.notes


class Old(Callback):
    """A callback of 1.x."""

    def __init__(self):
        self.notes = []

    def begin(self, run_context):
        self.notes.append("begin")

    def epoch_begin(self, run_context):
        self.notes.append("epoch_begin")

    def epoch_end(self, run_context):
        self.notes.append("epoch_end")

    def step_begin(self, run_context):
        self.notes.append("step_begin")

    def step_end(self, run_context):
        self.notes.append("step_end")

    def end(self, run_context):
        self.notes.append("end")


def case_old_names_in_train():
    old = Old()
    model().train(1, data(2), old)
    return old.notes


def case_old_names_in_eval():
    old = Old()
    model(metrics=metrics()).eval(data(2), old)
    return old.notes


def case_old_names_in_fit():
    class Ends(Callback):
        def step_end(self, run_context):
            pass

    model(metrics=metrics()).fit(1, data(2), data(1), callbacks=Ends())


def case_entered_and_left():
    notes = []

    class Entered(Callback):
        def __enter__(self):
            notes.append("enter")
            return self

        def __exit__(self, *err):
            notes.append("exit")

    m = model(metrics=metrics())
    m.fit(2, data(1), data(1), callbacks=[Entered()])
    return notes


class Stop(Callback):
    """Requests the end at a point."""

    def __init__(self, point, step):
        def stop(run_context):
            if run_context.original_args().cur_step_num >= step:
                run_context.request_stop()

        setattr(self, point, stop)


def stopping(point, step, sink=False):
    def case():
        m, points = model(), Points(counters)
        m.train(3, data(3), [Stop(point, step), points], dataset_sink_mode=sink)
        return points.notes, weight(m)

    return case


def case_stop_eval():
    m, points = model(metrics=metrics()), Points(counters)
    return m.eval(data(3), [Stop("on_eval_step_end", 2), points]), points.notes


def case_stop_of_an_evaluation_in_fit():
    m, points = model(metrics=metrics()), Points(counters)
    m.fit(2, data(1), data(3), callbacks=[Stop("on_eval_step_end", 2), points])
    return points.notes


def case_run_context():
    context = RunContext({"a": 1})
    before = context.get_stop_requested()
    context.request_stop()
    return context.original_args(), before, context.get_stop_requested()


def case_missing_attribute_of_cb_params():
    points = Points(lambda a: a.nothing)
    model().train(1, data(1), points)


def case_fit():
    m = model(metrics=metrics())
    with printing() as text:
        m.fit(2, data(), data(2), callbacks=LossMonitor())
    return text.getvalue(), weight(m)


def case_eval_after_training():
    m = model(metrics=metrics())
    m.train(1, data())
    return m.eval(data(2)), m.train_network.training, m.eval_network.training


def case_eval_of_several_outputs():
    class Both(nn.Cell):
        def __init__(self):
            super().__init__()
            self.line = Line()

        def construct(self, x, y):
            return y, self.line(x), (self.line(x) - y).mean()

    m = Model(Line(), metrics=metrics(), eval_network=Both(), eval_indexes=[2, 1, 0])
    return m.eval(data())


def case_eval_without_indexes():
    class Pair(nn.Cell):
        def construct(self, x, y):
            return x, y

    return Model(Line(), metrics={"mae": nn.MAE()}, eval_network=Pair()).eval(data())


def case_eval_chosen_by_metrics():
    class Three(nn.Cell):
        def construct(self, x, y):
            return x + y, x, y

    chosen = {"mae": nn.MAE().set_indexes([2, 1])}
    return Model(Line(), metrics=chosen, eval_network=Three()).eval(data())


def case_eval_too_few_outputs():
    class One(nn.Cell):
        def construct(self, x, y):
            return x

    Model(Line(), metrics=metrics(), eval_network=One(), eval_indexes=[0, 1, 2]).eval(data())


def case_eval_no_tuple():
    class Listed(nn.Cell):
        def construct(self, x, y):
            return [x, y]

    Model(Line(), metrics={"mae": nn.MAE()}, eval_network=Listed()).eval(data())


def case_fit_without_indexes():
    class Pair(nn.Cell):
        def construct(self, x, y):
            return x, y

    net = Line()
    m = Model(net, nn.L1Loss(), nn.SGD([net.w], 0.5), {"mae": nn.MAE()}, Pair())
    m.fit(1, data(1), data(1))


def case_networks():
    m = model(metrics=metrics())
    nets = m.train_network, m.eval_network, m.predict_network
    plain = Model(Line())
    return (
        [type(net).__name__ for net in nets],
        type(plain.train_network).__name__,
        plain.eval_network,
        type(Model(Line(), nn.L1Loss()).train_network).__name__,
    )


def level(name, **kwargs):
    def case():
        net = nn.SequentialCell(nn.Dense(2, 2, weight_init="ones", bias_init="zeros"), nn.ReLU())
        optimizer = nn.SGD(net.trainable_params(), learning_rate=0.125)
        m = Model(net, nn.L1Loss(), optimizer, metrics(), amp_level=name, **kwargs)
        rows = Batches([[[1.0, 2.0]], [[0.5, 4.0]]], [[[2.0, 4.0]], [[1.0, 2.0]]])
        outputs = Points(lambda a: a.get("net_outputs"))
        m.train(1, rows, outputs)
        return outputs.notes[-1], list(net.get_parameters()), m.eval(rows)

    return case


def case_predict():
    m = model()
    return m.predict(Tensor([[1.0, 2.0]], ms.float32)), m.predict_network.training


def case_predict_after_training_and_evaluation():
    m, notes = model(metrics=metrics()), []
    for run in (lambda: m.train(1, data(1)), lambda: m.eval(data(1))):
        run()
        m.predict(Tensor([1.0], ms.float32))
        notes.append(m.predict_network.training)
    return notes


def case_predict_without_an_input():
    class Optional(nn.Cell):
        def construct(self, x, y=None):
            return x if y is None else x + y

    return Model(Optional()).predict(Tensor([1.0], ms.float32), None)


def case_helper():
    helper = DatasetHelper(data(2), dataset_sink_mode=False, epoch_num=2)
    return [[list(batch) for batch in helper] for _ in range(2)]


class Nothing(nn.Cell):
    def construct(self, x):
        return None


def refused(call):
    """Return a case of what raises."""

    def case():
        call(model(metrics=metrics()))

    return case


def with_another(m):
    batches = data(1)
    m.train(1, batches)
    model().train(1, batches)


WRONG = {
    "network": lambda m: Model("net"),
    "network_a_function": lambda m: Model(lambda x: x),
    "optimizer": lambda m: Model(Line(), nn.L1Loss(), nn.Dense(2, 2)),
    "keyword": lambda m: Model(Line(), loss="mse"),
    "metrics_a_list": lambda m: Model(Line(), nn.L1Loss(), metrics=["mae"]),
    "metrics_unknown": lambda m: Model(Line(), nn.L1Loss(), metrics={"best"}),
    "metrics_without_loss": lambda m: Model(Line(), metrics={"mae"}),
    "indexes": lambda m: Model(Line(), None, None, {"mae"}, Line(), [0, 1]),
    "indexes_a_tuple": lambda m: Model(Line(), None, None, {"mae"}, Line(), (0, 1, 2)),
    "level": lambda m: model(amp_level="O4"),
    "level_a_number": lambda m: model(amp_level=2),
    "level_without_optimizer": lambda m: Model(Line(), amp_level="O2"),
    "scale_without_optimizer": lambda m: Model(
        Line(), loss_scale_manager=FixedLossScaleManager(4.0, False)
    ),
    "scale_manager": lambda m: model(loss_scale_manager=4.0),
    "keep_batchnorm": lambda m: model(keep_batchnorm_fp32="yes"),
    "epoch": lambda m: m.train(0, data()),
    "epoch_a_float": lambda m: m.train(1.0, data()),
    "epoch_a_bool": lambda m: m.train(True, data()),
    "initial_epoch": lambda m: m.train(2, data(), initial_epoch=2),
    "initial_epoch_negative": lambda m: m.train(2, data(), initial_epoch=-1),
    "sink_mode": lambda m: m.train(1, data(), None, 1),
    "sink_size": lambda m: m.train(1, data(), None, True, 0),
    "sink_size_a_float": lambda m: m.train(1, data(), None, True, 2.0),
    "empty": lambda m: m.train(1, data(0)),
    "three_columns": lambda m: m.train(1, Batches([[1.0]], [[1.0]], [[1.0]])),
    "one_column": lambda m: m.train(1, Batches([[1.0]])),
    "used_by_another": with_another,
    "callbacks": lambda m: m.train(1, data(1), callbacks=3),
    "callbacks_in_a_list": lambda m: m.train(1, data(1), callbacks=[3]),
    "callbacks_of_eval": lambda m: m.eval(data(1), callbacks=(Points(),)),
    "fit_frequency": lambda m: m.fit(1, data(1), data(1), valid_frequency=1.0),
    "fit_without_metrics": lambda m: model().fit(1, data(1), data(1)),
    "fit_sink_mode": lambda m: m.fit(1, data(1), data(1), dataset_sink_mode=None),
    "fit_initial_epoch": lambda m: m.fit(2, data(), initial_epoch=3),
    "eval_without_metrics": lambda m: model().eval(data(1)),
    "eval_sink_mode": lambda m: m.eval(data(1), None, 1),
    "predict_an_array": lambda m: m.predict(np.ones(2)),
    "predict_a_list": lambda m: m.predict([1.0]),
    "predict_nothing": lambda m: m.predict(Tensor(np.ones((0, 2), np.float32))),
    "predict_backend": lambda m: m.predict(Tensor([1.0]), backend="onnx"),
    "predict_none": lambda m: Model(Nothing()).predict(Tensor([1.0])),
    "build_epoch": lambda m: m.build(data(1), epoch=0),
    "infer_train_layout": lambda m: m.infer_train_layout(data(1)),
    "infer_predict_layout": lambda m: m.infer_predict_layout(Tensor([1.0])),
    "context": lambda m: RunContext([1]),
    "helper_sink_size": lambda m: DatasetHelper(data(1), False, 0),
    "helper_sink_size_a_str": lambda m: DatasetHelper(data(1), False, "1"),
    "helper_sink_mode": lambda m: DatasetHelper(data(1), 1),
    "connect": lambda m: ms.connect_network_with_dataset(Line(), DatasetHelper(data(1), False)),
    "data_sink": lambda m: ms.data_sink(lambda x: x, data(1)),
    "data_sink_size": lambda m: ms.data_sink(lambda x: x, data(1), 0),
}
CASES = {f"wrong_{name}": refused(call) for name, call in WRONG.items()}
CASES.update({f"fit_frequency_{v}": frequency(v) for v in (1, 2, 7)})
CASES["fit_frequency_list"] = frequency([1, 4])
CASES.update({f"level_{name}": level(name) for name in ("O0", "O1", "O3", "auto")})
CASES["level_O2_without_scale"] = level("O2", loss_scale_manager=None)
CASES["level_O0_norms"] = level("O0", keep_batchnorm_fp32=False)
CASES["level_O2_fixed_scale"] = level(
    "O2", loss_scale_manager=FixedLossScaleManager(1.0, False), keep_batchnorm_fp32=True
)
for _point in ("on_train_step_begin", "on_train_step_end", "on_train_epoch_end"):
    CASES[f"stop_{_point}"] = stopping(_point, 2)
CASES["stop_at_the_end_of_a_sink"] = stopping("on_train_step_end", 2, sink=True)
PYNATIVE_ONLY = {f"wrong_{name}" for name in WRONG}
