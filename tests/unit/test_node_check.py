"""What is asked before llama.cpp connects: anything may listen at a port, or nothing."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from paceline.errors import AppError, ErrorCode
from paceline.node_check import PROTOCOL, NodeMemory, ask_node
from paceline.nodes import NodeAddress, loss_line, lost_nodes

SOON_S = 0.3
"""For those who never answer."""

Act = Callable[[socket.socket], object]


@contextmanager
def listening(act: Act) -> Iterator[NodeAddress]:
    """Somebody who does this with the first connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):  # the other side may leave first
                act(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield NodeAddress("127.0.0.1", server.getsockname()[1])
        thread.join()


def answer(version: tuple[int, int, int], *devices: tuple[int, int]) -> Act:
    """Behave as a node does."""
    bodies = [bytes((*version, 0)) + bytes(24), struct.pack("<I", len(devices))]
    bodies += [struct.pack("<QQ", *device) for device in devices]

    def act(connection: socket.socket) -> None:
        with connection.makefile("rwb") as talk:
            for body in bodies:
                if question := talk.read(9):
                    talk.read(struct.unpack("<BQ", question)[1])
                    talk.write(struct.pack("<Q", len(body)) + body)
                    talk.flush()

    return act


def refusal(address: NodeAddress) -> AppError:
    with pytest.raises(AppError) as caught:
        ask_node(address, answer_timeout=SOON_S)
    assert str(address) in str(caught.value)
    return caught.value


def test_a_node_tells_the_memory_of_its_devices() -> None:
    with listening(answer((*PROTOCOL, 9), (5, 8), (1, 2))) as address:
        offer = ask_node(address)
    assert offer.devices == (NodeMemory(5, 8), NodeMemory(1, 2))
    assert offer.ip == "127.0.0.1"


@pytest.mark.parametrize("version", [(PROTOCOL[0] + 1, 0, 0), (PROTOCOL[0], PROTOCOL[1] + 1, 0)])
def test_another_version_is_named(version: tuple[int, int, int]) -> None:
    with listening(answer(version, (1, 1))) as address:
        error = refusal(address)
    assert error.code == ErrorCode.NODE_INCOMPATIBLE
    assert f"version {version[0]}.{version[1]}.0" in error.detail


def test_a_node_without_devices_is_of_no_use() -> None:
    with listening(answer((*PROTOCOL, 0))) as address:
        assert refusal(address).code == ErrorCode.NODE_INCOMPATIBLE


def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = NodeAddress("127.0.0.1", server.getsockname()[1])
    assert refusal(address).code == ErrorCode.NODE_UNREACHABLE


def test_a_name_that_stands_for_nothing() -> None:
    assert refusal(NodeAddress("nowhere.invalid")).code == ErrorCode.NODE_UNREACHABLE


def test_a_web_server_is_no_node() -> None:
    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        error = refusal(NodeAddress("127.0.0.1", server.server_port))
        thread.join()
    assert error.code == ErrorCode.NODE_INCOMPATIBLE


def test_a_node_that_serves_another_lets_us_wait() -> None:
    gone = threading.Event()
    with listening(lambda _: bool(gone.wait())) as address:
        assert refusal(address).code == ErrorCode.NODE_BUSY
        gone.set()


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", struct.pack("<Q", 2**60)])
def test_whatever_else_answers_is_no_node(said: bytes) -> None:
    def say(connection: socket.socket) -> None:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(100)

    with listening(say) as address:
        assert refusal(address).code == ErrorCode.NODE_INCOMPATIBLE


def test_the_last_words_of_an_engine_name_the_nodes_that_it_lost() -> None:
    words = ("ggml-rpc.cpp:1: crashed", loss_line(["tower:50052", "attic:1"]), "Aborted")
    assert lost_nodes(words) == "tower:50052, attic:1"
    assert lost_nodes(("Aborted",)) is None
