"""Real nodes for tests: `paceline rpc` on loopback, or in a network namespace of its own."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Final

import psutil

NEAR: Final = "10.93.71.1"
FAR: Final = "10.93.71.2"
_LINK: Final = "paceline-t0"
_FAR_LINK: Final = "paceline-t1"
_NAMESPACE: Final = "paceline-test"


class Node:
    """One node, which listens by the time that this is made."""

    def __init__(self, *options: str, prefix: Sequence[str] = ()) -> None:
        command = (*prefix, sys.executable, "-m", "paceline", "rpc", "--port", "0", "--json")
        # Several nodes share the processors; threads that wait for each other would stall.
        self.process = subprocess.Popen(
            [*command, "--threads", "1", *options], stdout=subprocess.PIPE, text=True
        )
        told = self.line()
        if not told:  # it has said why on standard error
            with self.process:
                raise RuntimeError("the node does not listen")
        self.first = json.loads(told)
        assert self.first["event"] == "listening"
        self.address = self.first["addresses"][0]

    def line(self) -> str:
        """Return the next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    @property
    def processes(self) -> list[psutil.Process]:
        """The one that watches and the one that computes."""
        first = psutil.Process(self.first["pid"])
        return [first, *first.children(recursive=True)]

    def kill(self) -> None:
        """End it as a power cut would; what it leaves ends by itself."""
        left = self.processes
        os.kill(self.first["pid"], signal.SIGKILL)
        self.process.wait()
        psutil.wait_procs(left, timeout=20)

    def freeze(self) -> None:
        """Stop it where it is; its machine still answers."""
        for process in self.processes:
            process.suspend()

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            left = self.processes
            for process in left:
                process.resume()
            os.kill(self.first["pid"], signal.SIGTERM)
            self.process.wait()
            psutil.wait_procs(left, timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def running(count: int) -> Iterator[list[Node]]:
    """Run so many nodes on loopback."""
    nodes: list[Node] = []
    try:
        for _ in range(count):
            nodes.append(Node())  # noqa: PERF401 - each that was made is to be closed
        yield nodes
    finally:
        for node in nodes:
            node.close()


@cache
def namespaces_missing() -> str | None:
    """Say why there can be no network namespace here, None where there can."""
    if shutil.which("ip") is None:
        return "there is no `ip` command (Debian's package iproute2)"
    try:
        _ip("netns", "add", f"{_NAMESPACE}-trial")
        _ip("netns", "del", f"{_NAMESPACE}-trial")
    except subprocess.CalledProcessError as error:
        return f"no network namespace may be made here: {error.stderr.strip()}"
    return None


@contextmanager
def far_node() -> Iterator[Node]:
    """Run a node in a network of its own, with one cable to it."""
    _ip("netns", "add", _NAMESPACE)
    try:
        _ip("link", "add", _LINK, "type", "veth", "peer", _FAR_LINK, "netns", _NAMESPACE)
        _ip("address", "add", f"{NEAR}/30", "dev", _LINK)
        _ip("link", "set", _LINK, "up")
        _ip("-n", _NAMESPACE, "address", "add", f"{FAR}/30", "dev", _FAR_LINK)
        _ip("-n", _NAMESPACE, "link", "set", _FAR_LINK, "up")
        _ip("-n", _NAMESPACE, "link", "set", "lo", "up")
        node = Node("--host", FAR, prefix=("ip", "netns", "exec", _NAMESPACE))
        try:
            yield node
        finally:
            node.close()
    finally:
        _ip("netns", "del", _NAMESPACE)


def pull_cable() -> None:
    """Let nothing through any more, without a word to either side."""
    _ip("-n", _NAMESPACE, "link", "set", _FAR_LINK, "down")


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True)
