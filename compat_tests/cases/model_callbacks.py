"""The callbacks of `mindspore.train`: what they print, keep, change and save."""

import os

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn
from mindspore.train import (
    BackupAndRestore,
    CheckpointConfig,
    EarlyStopping,
    FlopsUtilizationCollector,
    History,
    LambdaCallback,
    LearningRateScheduler,
    LossMonitor,
    Model,
    ModelCheckpoint,
    OnRequestExit,
    ReduceLROnPlateau,
    RunContext,
    SummaryCollector,
    TimeMonitor,
    TrainFaultTolerance,
)
from mindspore.train.callback import _CallbackManager, _InternalCallbackParam
from mindspore.train.callback._callback import _handle_loss

from compat_tests.trainings import Batches, Points, data, folder, model, printing, weight


def monitored(callback, **kwargs):
    """Return a case: what a callback prints while a line is trained."""

    def case():
        m = model(metrics={"mae": nn.MAE(), "loss": nn.Loss()})
        with printing() as text:
            m.fit(4, data(), data(2), callbacks=callback(), **kwargs)
        return text.getvalue(), weight(m), m.train_network.optimizer.learning_rate

    return case


def case_loss_of_train():
    with printing() as text:
        model().train(2, data(), LossMonitor())
    return text.getvalue()


def case_loss_every_second_step():
    with printing() as text:
        model().train(2, data(), LossMonitor(2))
    return text.getvalue()


def case_loss_every_fourth_step_of_sinks():
    with printing() as text:
        model().train(3, data(), LossMonitor(4), dataset_sink_mode=True)
    return text.getvalue()


def case_loss_never():
    with printing() as text:
        model().train(2, data(), LossMonitor(0))
    return text.getvalue()


def case_loss_of_trainings_one_after_another():
    monitor, m, batches = LossMonitor(2), model(), data()
    with printing() as text:
        m.train(1, batches, monitor)
        m.train(2, batches, monitor)
    return text.getvalue()


def case_loss_of_eval():
    with printing() as text:
        model(metrics={"mae": nn.MAE()}).eval(data(), LossMonitor())
    return text.getvalue()


def case_history_of_eval():
    history = History()
    model(metrics={"mae": nn.MAE()}).eval(data(), history)
    return history.epoch, history.history


def case_callbacks_in_a_tuple():
    with printing() as text:
        model().train(1, data(), (LossMonitor(), LossMonitor(3)))
    return text.getvalue()


def case_loss_in_order_with_others():
    said = LambdaCallback(on_train_step_end=lambda c: print("step", c.original_args().cur_step_num))
    with printing() as text:
        model().train(1, data(), [LossMonitor(), said])
    return text.getvalue()


def lost(value):
    def case():
        m = model()
        m.train(1, Batches([[1.0], [1.0]], [[0.0], [value]]), LossMonitor())

    return case


def step_of(outputs, monitor=None, **more):
    """Return what LossMonitor prints of some outputs."""
    told = {"cur_epoch_num": 2, "cur_step_num": 5, "batch_num": 3, "dataset_sink_mode": False}
    told = _InternalCallbackParam(told | more, net_outputs=outputs)
    with printing() as text:
        (monitor or LossMonitor()).step_end(RunContext(told))
    return text.getvalue()


OUTPUTS = {
    "number": 1.5,
    "tensor": Tensor(1.5, ms.float32),
    "several": Tensor([[1.0, 2.0]], ms.float32),
    "half": Tensor(1.5, ms.float16),
    "tuple": (Tensor(1.5, ms.float32), Tensor(2.5, ms.float32)),
    "list": [Tensor([1.5, 2.5], ms.float32)],
    "tuple_of_numbers": (1.5, 2.5),
    "int": Tensor(3, ms.int32),
    "none": None,
}


def case_handled_losses():
    return {name: _handle_loss(value) for name, value in OUTPUTS.items()}


def case_printed_losses():
    return {name: step_of(value) for name, value in OUTPUTS.items()}


def case_loss_without_an_epoch():
    told = _InternalCallbackParam(
        cur_step_num=1, batch_num=1, dataset_sink_mode=False, net_outputs=2.0
    )
    with printing() as text:
        LossMonitor().step_end(RunContext(told))
    return text.getvalue()


def timed(monitor, run):
    def case():
        m = model(metrics={"mae": nn.MAE()})
        with printing() as text:
            run(m, monitor())
        lines = text.getvalue().splitlines()
        return [line.split(":")[0] for line in lines], [line.count("ms") for line in lines]

    return case


def case_history_of_train():
    history = History()
    model().train(2, data(), history)
    return history.epoch, history.history


def case_history_of_fit():
    history = History()
    m = model(metrics={"mae": nn.MAE(), "loss": nn.Loss()})
    m.fit(3, data(), data(2), 2, callbacks=history)
    return history.epoch, history.history


def case_history_of_two_trainings():
    history, m, batches = History(), model(), data()
    m.train(1, batches, history)
    m.train(1, batches, history)
    return history.epoch, history.history


def case_history_prints():
    history = History()
    m = model(metrics={"mae": nn.MAE()})
    m.fit(2, data(), data(2), callbacks=history)
    return str(history.history), str(m.eval(data(2)))


def case_history_before():
    return History().epoch, History().history


def case_lambdas():
    notes = []
    names = [n for n in dir(LambdaCallback) if n.startswith("on_")]
    made = {n: (lambda c, n=n: notes.append((n, c.original_args().mode))) for n in names}
    m = model(metrics={"mae": nn.MAE()})
    m.fit(1, data(1), data(1), callbacks=LambdaCallback(**made))
    m.eval(data(1), LambdaCallback(on_eval_end=made["on_eval_end"]))
    return notes


def case_scheduled_rates():
    seen = []

    def halved(rate, step):
        seen.append((rate, step))
        return rate / 2 if step % 2 else rate

    m = model(0.1)
    m.train(2, data(), LearningRateScheduler(halved))
    return seen, m.train_network.optimizer.learning_rate


def case_scheduled_dynamic_rates():
    net = nn.Dense(2, 2)
    optimizer = nn.SGD(net.trainable_params(), nn.ExponentialDecayLR(0.5, 0.5, 1))
    m = Model(net, nn.L1Loss(), optimizer)
    batches = Batches([[[1.0, 2.0]]], [[[1.0, 2.0]]])
    m.train(1, batches, LearningRateScheduler(lambda rate, step: rate))


def plateau(**kwargs):
    return lambda: [ReduceLROnPlateau(**kwargs), LossMonitor(3)]


def stopping(**kwargs):
    return lambda: [EarlyStopping(**kwargs), LossMonitor(3)]


def case_reduced_without_an_optimizer():
    net = nn.Dense(2, 2)
    optimizer = nn.SGD(net.trainable_params(), nn.ExponentialDecayLR(0.5, 0.5, 1))
    batches = Batches([[[1.0, 2.0]]], [[[1.0, 2.0]]])
    Model(net, nn.L1Loss(), optimizer).train(1, batches, ReduceLROnPlateau("loss"))


def case_stopped_by_the_loss_of_train():
    m, points = model(rate=0.0001), Points(lambda a: a.get("cur_epoch_num"))
    m.train(5, data(1), [EarlyStopping("loss", 0.5, 2), points])
    return points.notes[-1]


def case_stopped_by_a_baseline():
    m = model(metrics={"mae": nn.MAE()})
    stop = EarlyStopping("mae", patience=2, baseline=1.0)
    m.fit(9, data(), data(2), callbacks=stop)
    return stop.stopped_epoch


INTENDED = {
    "stopped_by_a_baseline": (lambda: 0, "MindSpore takes min_delta for the baseline"),
}


def case_best_weights():
    m = model(rate=2.0, metrics={"mae": nn.MAE()})
    stop = EarlyStopping("mae", patience=2, restore_best_weights=True)
    m.fit(6, data(), data(), callbacks=stop)
    return weight(m), stop.stopped_epoch, stop.best, stop.wait


def saved(*configs, epochs=2, prefix="CKP", count=3, sink_size=-1):
    """Return a case: the files of trainings with these configs, one after the other."""

    def case():
        with folder() as path:
            made = []
            for config in configs:
                callback = ModelCheckpoint(prefix, os.path.join(path, "kept"), config())
                m = model()
                m.train(epochs, data(count), callback, sink_size != -1, sink_size)
                made.append(os.path.basename(callback.latest_ckpt_file_name))
            return made, files("kept")

    return case


def files(path):
    """Return the names of all files of a folder but graphs."""
    return sorted(name for name in os.listdir(path) if not name.endswith(".meta"))


def contents(path):
    """Return the names and values of a checkpoint."""
    return [(name, p.value()) for name, p in sorted(ms.load_checkpoint(path).items())]


def case_saved_contents():
    with folder():
        config = CheckpointConfig(2, append_info=["epoch_num", "step_num", {"lr": 0.5}])
        model().train(2, data(), ModelCheckpoint("a", "kept", config))
        return [(name, contents(f"kept/{name}")) for name in files("kept")]


def case_saved_network():
    with folder():
        m = model()
        config = CheckpointConfig(3, saved_network=m.predict_network)
        m.train(1, data(), ModelCheckpoint("a", "kept", config))
        return contents("kept/a-1_3.ckpt")


def case_saved_by_functions():
    with folder():
        callback = ModelCheckpoint(
            lambda a: f"at{a.cur_step_num}",
            lambda a: f"epoch{a.cur_epoch_num}",
            CheckpointConfig(2),
        )
        model().train(2, data(), callback)
        names = sorted(n for n in os.listdir() if os.path.isdir(n))
        return [(name, files(name)) for name in names]


def case_saved_by_a_function_with_a_slash():
    with folder():
        model().train(1, data(), ModelCheckpoint(lambda a: "a/b", "kept"))


def case_saved_at_an_exception():
    def fail(context):
        if context.original_args().cur_step_num == 5:
            raise RuntimeError("broken")

    with folder():
        made = []
        for _ in range(2):
            config = CheckpointConfig(
                100, exception_save=True, append_info=["epoch_num", "step_num"]
            )
            callbacks = [
                ModelCheckpoint("a", "kept", config),
                LambdaCallback(on_train_step_end=fail),
            ]
            try:
                model().train(2, data(), callbacks=callbacks)
            except RuntimeError as error:
                made.append(str(error))
        return made, files("kept"), contents("kept/a-2_2_breakpoint.ckpt")


def case_saved_in_the_background():
    with folder():
        config = CheckpointConfig(1, keep_checkpoint_max=2, async_save=True)
        model().train(2, data(), ModelCheckpoint("a", "kept", config))
        return files("kept")


def case_backup():
    with folder():
        m, batches, kept = model(), data(), []
        look = LambdaCallback(on_train_begin=lambda c: kept.append(files("kept")))
        m.train(2, batches, [BackupAndRestore("kept", delete_checkpoint=False), look])
        first = weight(m).asnumpy()
        again = model()
        again.train(1, data(), [BackupAndRestore("kept"), look])
        return first, weight(again), kept, files("kept")


def case_backup_every_second_epoch():
    with folder():
        kept = []
        look = LambdaCallback(on_train_epoch_end=lambda c: kept.append(files("kept")))
        model().train(3, data(1), [BackupAndRestore("kept", 2), look])
        return kept


def case_request_of_exit_is_not_there():
    with folder():
        model().train(1, data(1), OnRequestExit(directory="kept"))
        return files("kept"), files("kept/rank_0")


def counted(make, shape, mode=ms.GRAPH_MODE, **kwargs):
    """Return a case: the operations that FlopsUtilizationCollector finds in a training."""

    def case():
        ms.set_context(mode=mode)
        net = make()
        x = np.ones((2, *shape), np.float32)
        rows = Batches(x, np.zeros((2, *net(Tensor(x[0])).shape), np.float32))
        callback = FlopsUtilizationCollector(2, **kwargs)
        with printing() as text:
            Model(net, nn.L1Loss(), nn.SGD(net.trainable_params())).train(1, rows, callback)
        return text.getvalue().splitlines()[0], callback.full_model_flops

    return case


def case_manager():
    notes = []
    made = [LambdaCallback(on_train_begin=lambda c, i=i: notes.append(i)) for i in range(3)]
    with _CallbackManager(made) as manager:
        manager.on_train_begin(RunContext({}))
    return notes


def refused(call):
    def case():
        with folder():
            call()

    return case


WRONG = {
    "LossMonitor": lambda: LossMonitor(-1),
    "LossMonitor_float": lambda: LossMonitor(1.0),
    "LossMonitor_bool": lambda: LossMonitor(True),
    "TimeMonitor_data_time": lambda: TimeMonitor(data_time=1),
    "TimeMonitor_steps": lambda: TimeMonitor(0).epoch_end(
        RunContext(_InternalCallbackParam(mode="train", batch_num=-1))
    ),
    "ModelCheckpoint_prefix": lambda: ModelCheckpoint("a/b"),
    "ModelCheckpoint_prefix_int": lambda: ModelCheckpoint(3),
    "ModelCheckpoint_directory": lambda: ModelCheckpoint("a", 3),
    "ModelCheckpoint_directory_blank": lambda: ModelCheckpoint("a", " "),
    "ModelCheckpoint_config": lambda: ModelCheckpoint("a", config={}),
    "EarlyStopping_monitor": lambda: EarlyStopping(3),
    "EarlyStopping_mode": lambda: EarlyStopping(mode="best"),
    "EarlyStopping_mode_type": lambda: EarlyStopping(mode=1),
    "EarlyStopping_min_delta": lambda: EarlyStopping(min_delta="1"),
    "EarlyStopping_min_delta_bool": lambda: EarlyStopping(min_delta=True),
    "EarlyStopping_patience": lambda: EarlyStopping(patience=-1),
    "EarlyStopping_verbose": lambda: EarlyStopping(verbose=1),
    "EarlyStopping_restore": lambda: EarlyStopping(restore_best_weights=None),
    "ReduceLROnPlateau_monitor": lambda: ReduceLROnPlateau(None),
    "ReduceLROnPlateau_factor": lambda: ReduceLROnPlateau(factor=1.0),
    "ReduceLROnPlateau_factor_int": lambda: ReduceLROnPlateau(factor=1),
    "ReduceLROnPlateau_mode": lambda: ReduceLROnPlateau(mode="best"),
    "ReduceLROnPlateau_cooldown": lambda: ReduceLROnPlateau(cooldown=-1),
    "ReduceLROnPlateau_min_lr": lambda: ReduceLROnPlateau(min_lr="0"),
    "Backup_folder": lambda: BackupAndRestore(3),
    "Backup_folder_blank": lambda: BackupAndRestore(""),
    "Backup_freq": lambda: BackupAndRestore("kept", 0),
    "Backup_freq_str": lambda: BackupAndRestore("kept", "step"),
    "Backup_delete": lambda: BackupAndRestore("kept", delete_checkpoint=1),
    "Exit_save_ckpt": lambda: OnRequestExit(save_ckpt=1),
    "Exit_save_mindir": lambda: OnRequestExit(save_mindir=None),
    "Exit_sig": lambda: OnRequestExit(sig="SIGTERM"),
    "Exit_sigkill": lambda: OnRequestExit(sig=9),
    "Exit_directory": lambda: OnRequestExit(directory=3),
    "Flops_data_size": lambda: FlopsUtilizationCollector(0),
    "Flops_full": lambda: FlopsUtilizationCollector(1, full_flops=1),
    "Flops_collector": lambda: FlopsUtilizationCollector(1, enable_ma_collector=1),
    "Summary_folder": lambda: SummaryCollector(3),
    "Summary_freq": lambda: SummaryCollector("kept", 0),
    "Summary_freq_float": lambda: SummaryCollector("kept", 1.0),
    "Summary_tensor_freq": lambda: SummaryCollector("kept", collect_tensor_freq=0),
    "Summary_size": lambda: SummaryCollector("kept", max_file_size=0),
    "Summary_data": lambda: SummaryCollector("kept", collect_specified_data=[]),
    "Summary_key": lambda: SummaryCollector("kept", collect_specified_data={"loss": True}),
    "Summary_value": lambda: SummaryCollector("kept", collect_specified_data={"collect_metric": 1}),
    "Summary_regular": lambda: SummaryCollector(
        "kept", collect_specified_data={"histogram_regular": "("}
    ),
    "Summary_keep": lambda: SummaryCollector("kept", keep_default_action=1),
    "Summary_lineage": lambda: SummaryCollector("kept", custom_lineage_data={"a": []}),
    "Summary_twice": lambda: model().train(
        1, data(1), [summary("a"), LossMonitor(0), summary("a")]
    ),
    "Fault": lambda: TrainFaultTolerance(),
    "Manager": lambda: _CallbackManager(3),
    "Manager_element": lambda: _CallbackManager([3]),
}


def summary(path):
    """Return a collector that opens no file: two of these would be refused before."""
    silent = {"__enter__": lambda self: self, "__exit__": lambda self, *err: None}
    kind = type("SummaryCollector", (SummaryCollector,), silent)
    return kind(path, collect_specified_data={"collect_graph": False})


def config(*args, **kwargs):
    return lambda: CheckpointConfig(*args, **kwargs)


def _dense():
    return nn.SequentialCell(nn.Dense(3, 4), nn.ReLU(), nn.Dense(4, 2))


def _images():
    return nn.SequentialCell(
        nn.Conv2d(2, 3, 3), nn.ReLU(), nn.Conv2d(3, 4, 2, stride=2, pad_mode="valid"), nn.Flatten()
    )


CASES = {f"wrong_{name}": refused(call) for name, call in WRONG.items()}
CASES.update(
    loss_is_nan=lost(float("nan")),
    loss_is_infinite=lost(float("inf")),
    loss_of_fit=monitored(LossMonitor),
    time_of_train=timed(TimeMonitor, lambda m, t: m.train(2, data(), t)),
    time_of_data=timed(lambda: TimeMonitor(data_time=True), lambda m, t: m.train(1, data(), t)),
    time_of_sinks=timed(lambda: TimeMonitor(3), lambda m, t: m.train(2, data(), t, True)),
    time_of_eval=timed(TimeMonitor, lambda m, t: m.eval(data(), t)),
    time_of_fit=timed(TimeMonitor, lambda m, t: m.fit(2, data(), data(), callbacks=t)),
    reduced=monitored(plateau(monitor="mae", patience=1, verbose=True, min_delta=2.0, factor=0.5)),
    reduced_to_the_least=monitored(
        plateau(monitor="mae", patience=1, verbose=True, min_delta=9.0, factor=0.5, min_lr=0.0625)
    ),
    reduced_after_a_pause=monitored(
        plateau(patience=1, verbose=True, min_delta=9.0, factor=0.5, cooldown=1)
    ),
    reduced_patiently=monitored(
        plateau(monitor="loss", patience=2, verbose=True, mode="max", factor=0.5)
    ),
    reduced_by_nothing=monitored(plateau(monitor="best", patience=1, verbose=True)),
    stopped=monitored(stopping(monitor="mae", verbose=True, min_delta=2.0)),
    stopped_patiently=monitored(stopping(patience=2, verbose=True, min_delta=9.0)),
    stopped_and_restored=monitored(
        stopping(patience=1, verbose=True, mode="max", restore_best_weights=True)
    ),
    stopped_by_nothing=monitored(stopping(monitor="best")),
    saved_each_step=saved(config()),
    saved_each_second_step=saved(config(2)),
    saved_never_but_the_last=saved(config(100)),
    saved_two_at_most=saved(config(1, keep_checkpoint_max=2)),
    saved_again=saved(config(3), config(3), config(3)),
    saved_after_seconds=saved(config(0, 1000)),
    saved_one_per_minutes=saved(config(1, 0, 0, 10)),
    saved_as_safetensors=saved(config(3, format="safetensors")),
    saved_in_sinks_of_two=saved(config(2), sink_size=2),
    saved_without_redundancy=saved(config(3, remove_redundancy=True)),
    counted_products=counted(_dense, (4, 3)),
    counted_shards=counted(_dense, (4, 3), full_flops=False),
    counted_convolutions=counted(_images, (2, 2, 6, 6)),
    counted_in_pynative_mode=counted(_dense, (4, 3), ms.PYNATIVE_MODE),
)
IN_GRAPH_MODE = (
    "case_loss_of_train",
    "case_history_of_fit",
    "case_best_weights",
    "case_scheduled_rates",
)
PYNATIVE_ONLY = {
    name.removeprefix("case_")
    for name in (*CASES, *globals())
    if not name.startswith(("reduced", "saved_each")) and name not in IN_GRAPH_MODE
}
