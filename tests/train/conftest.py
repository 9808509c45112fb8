"""Tests of trainings use those of compat_tests, which import `mindspore`: it means msjax."""

import msjax

msjax.install_as_mindspore()
