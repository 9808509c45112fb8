"""Python's processes under MindSpore's name."""

import multiprocessing

import numpy as np

import msjax as ms


def test_names_are_pythons():
    assert ms.multiprocessing.Process is multiprocessing.Process
    assert ms.multiprocessing.get_context("spawn") is multiprocessing.get_context("spawn")
    assert set(multiprocessing.__all__) <= set(ms.multiprocessing.__all__)


def test_tensors_go_through_a_pipe():
    here, there = ms.multiprocessing.Pipe()
    here.send(ms.Tensor(np.float32([1, 2])))
    assert there.recv().asnumpy().tolist() == [1, 2]
    here.close()
    there.close()
