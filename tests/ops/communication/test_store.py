"""A store that the threads of a program share."""

import threading
from datetime import timedelta

import pytest

from msjax.ops.communication import TCPStore

AT_ONCE = timedelta(0)


def master(port, timeout=timedelta(seconds=60)):
    return TCPStore("127.0.0.1", port, is_master=True, timeout=timeout)


def test_a_value_is_waited_for():
    store = master(4001)
    got = []
    reader = threading.Thread(target=lambda: got.append(store.get("key")))
    reader.start()
    TCPStore("127.0.0.1", 4001).set("key", "value")
    reader.join(60)
    assert got == [b"value"]


def test_a_store_is_waited_for():
    got = []
    client = threading.Thread(target=lambda: got.append(TCPStore("127.0.0.1", 4002).add("n", 2)))
    client.start()
    store = master(4002)
    client.join(60)
    assert got == [2]
    assert store.get("n") == b"2"


def test_nobody_comes():
    with pytest.raises(RuntimeError, match=r"timed out after 0ms.*127.0.0.1:4003"):
        TCPStore("127.0.0.1", 4003, timeout=AT_ONCE)
    with pytest.raises(RuntimeError, match="nobody set 'key'"):
        master(4003, AT_ONCE).get("key")


def test_an_address_is_taken_until_its_store_is_gone():
    store = master(4004)
    with pytest.raises(RuntimeError, match="is open already"):
        master(4004)
    del store
    master(4004)


def test_hosts_are_addresses():
    with pytest.raises(RuntimeError, match="'localhost'"):
        TCPStore("localhost", 4005, is_master=True)
