"""`TCPStore`: a dictionary that the threads of a program share.

Source: https://www.mindspore.cn/docs/en/master/api_python/communication/mindspore.ops.communication.TCPStore.html
"""

from __future__ import annotations

import ipaddress
import threading
import weakref
from datetime import timedelta

_TYPES = {
    "host_name": (str, "string"),
    "port": (int, "int"),
    "world_size": (int, "int"),
    "is_master": (bool, "bool"),
    "timeout": (timedelta, "timedelta"),
    "wait_for_workers": (bool, "bool"),
}


class _Server:
    """What a master and its clients share."""

    def __init__(self):
        self.values: dict[str, bytes] = {}
        self.changed = threading.Condition()


_servers: weakref.WeakValueDictionary[tuple[str, int], _Server] = weakref.WeakValueDictionary()
_opened = threading.Condition()


class TCPStore:
    """Keeps values by name for everybody who knows the address; here, everybody in this process.

    Args:
        host_name: an IP address, a str.
        port: an int in [1, 65535].
        world_size: how many use the store, an int; nobody is waited for. Default: None.
        is_master: whether this object opens the store; the others join it. Default: False.
        timeout: how long to wait for the store, and for values, a timedelta. Default: 300 s.
        wait_for_workers: a bool, without effect, in MindSpore too. Default: True.
        multi_tenant: unused, in MindSpore too.
        master_listen_fd: unused, in MindSpore too.
        use_libuv: unused, in MindSpore too.

    Differs: no port is opened: other processes do not see the store.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `port` is out of range.
        RuntimeError: the store is open already, or nobody opens it in time, or `host_name` is no IP
            address.
    """

    def __init__(
        self,
        host_name,
        port,
        world_size=None,
        is_master=False,
        timeout=timedelta(seconds=300),
        wait_for_workers=True,
        multi_tenant=False,
        master_listen_fd=None,
        use_libuv=True,
    ):
        given = (host_name, port, world_size, is_master, timeout, wait_for_workers)
        for (name, (kind, shown)), value in zip(_TYPES.items(), given, strict=True):
            optional = value is None and name == "world_size"
            if not optional:
                _check("TCPStore", name, value, kind, shown)
        if not 0 < port < 65536:
            raise ValueError(
                f"For 'TCPStore', the argument 'port' must be legal, but got {port}; give one in "
                "[1, 65535]."
            )
        _check_address(host_name)
        self.host = host_name
        self.port = port
        self._timeout = timeout.total_seconds()
        self._server = self._open() if is_master else self._join()

    def _open(self):
        address = self.host, self.port
        with _opened:
            if address in _servers:
                raise RuntimeError(
                    f"Failed to initialize the master node: {self.host}:{self.port} is open "
                    "already; join it with is_master=False, or take another port."
                )
            server = _servers[address] = _Server()
            _opened.notify_all()
        return server

    def _join(self):
        address = self.host, self.port
        with _opened:
            if not _opened.wait_for(lambda: address in _servers, self._timeout):
                raise RuntimeError(
                    f"The client socket has timed out after {self._timeout * 1000:.0f}ms while "
                    f"trying to connect to {self.host}:{self.port}; open the store in this process "
                    "with is_master=True."
                )
            return _servers[address]

    def add(self, key, amount) -> int:
        """Add to the number that a key holds, 0 if it is new; return the sum.

        Args:
            key: a str.
            amount: an int.

        Raises:
            TypeError: an argument has the wrong type.
            RuntimeError: the key holds no whole number.
        """
        _check("TCPStore.add", "key", key, str, "string")
        _check("TCPStore.add", "amount", amount, int, "string or int")
        with self._server.changed:
            former = self._server.values.get(key, b"0")
            try:
                total = int(former) + amount
            except ValueError:
                raise RuntimeError(
                    f"TCP addition operation failed: the key {key!r} holds {former!r}, which is no "
                    "whole number."
                ) from None
            self._put(key, str(total).encode())
            return total

    def set(self, key, value) -> None:
        """Let a key hold a value.

        Args:
            key: a str.
            value: a str or bytes.

        Raises:
            TypeError: an argument has the wrong type.
        """
        _check("TCPStore.set", "key", key, str, "string")
        _check("TCPStore.set", "value", value, str | bytes, "string or bytes")
        with self._server.changed:
            self._put(key, value.encode() if isinstance(value, str) else value)

    def _put(self, key, value):
        self._server.values[key] = value
        self._server.changed.notify_all()

    def get(self, key) -> bytes:
        """Return what a key holds, as bytes; wait for it up to the timeout.

        Args:
            key: a str.

        Raises:
            TypeError: `key` is no str.
            RuntimeError: nobody sets the key in time.
        """
        _check("TCPStore.get", "key", key, str, "string")
        server = self._server
        with server.changed:
            if not server.changed.wait_for(lambda: key in server.values, self._timeout):
                raise RuntimeError(
                    f"TCP get operation failed: nobody set {key!r} within {self._timeout} s."
                )
            return server.values[key]

    def delete_key(self, key) -> bool:
        """Forget a key; tell whether it was there.

        Args:
            key: a str.

        Raises:
            TypeError: `key` is no str.
        """
        _check("TCPStore.delete_key", "key", key, str, "string")
        with self._server.changed:
            return self._server.values.pop(key, None) is not None


def _check(owner, name, value, kind, shown):
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(
            f"For '{owner}', the argument '{name}' must be type of {shown}, but got '{name}' type "
            f": {type(value)}."
        )


def _check_address(host_name):
    try:
        ipaddress.ip_address(host_name)
    except ValueError:
        raise RuntimeError(
            f"Failed to initialize the store at {host_name!r}: the host must be an IP address, for "
            "instance 127.0.0.1."
        ) from None
