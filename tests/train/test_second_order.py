"""Conversions for THOR: networks are refused, models of other optimizers stay."""

import pytest

import msjax as ms
from compat_tests.trainings import Line, model


def test_networks_are_refused():
    with pytest.raises(NotImplementedError, match=r"net=Line.*leave the conversion out"):
        ms.ConvertNetUtils().convert_to_thor_net(Line())


def test_models_stay():
    m = model()
    convert = ms.ConvertModelUtils().convert_to_thor_model
    assert convert(m, m.predict_network, optimizer=m.train_network.optimizer) is m
