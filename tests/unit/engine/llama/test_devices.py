"""The list of devices is for a person to look at: it never costs the engine."""

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import pytest

from paceline.engine.llama import backends, devices
from paceline.engine.llama.devices import ComputeDevice, compute_devices, offload_devices
from paceline.loading import MAIN_MEMORY, DeviceKind


@pytest.fixture(autouse=True)
def libraries_are_looked_up_anew() -> Iterator[None]:
    forget = backends.ggml_library.cache_clear
    forget()
    yield
    forget()


def test_this_machine_has_a_processor() -> None:
    assert any(device.name.startswith("CPU") for device in compute_devices())


def test_a_build_without_separate_libraries_tells_no_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(llama_cpp, "__file__", str(tmp_path / "__init__.py"))
    assert compute_devices() == ()
    assert "lacks its library ggml" in capsys.readouterr().err


def test_a_library_without_the_functions_tells_no_devices(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(devices, "ggml_library", lambda _name: object())
    assert compute_devices() == ()
    assert "ggml_backend_dev_count" in capsys.readouterr().err


def test_a_file_that_is_no_library_tells_no_devices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lib").mkdir()
    for prefix in ("lib", ""):
        for suffix in backends._SUFFIXES:
            (tmp_path / "lib" / f"{prefix}ggml{suffix}").write_text("no library")
    monkeypatch.setattr(llama_cpp, "__file__", str(tmp_path / "__init__.py"))
    assert compute_devices() == ()
    assert "OSError" in capsys.readouterr().err


def test_a_device_tells_what_it_is() -> None:
    processor = next(device for device in compute_devices() if device.name == MAIN_MEMORY)
    assert processor.kind == DeviceKind.CPU
    assert processor.backend == "CPU"
    assert processor.memory_total > processor.memory_free > 0


def graphics(
    name: str, backend: str, *, kind: DeviceKind = DeviceKind.GPU, bus: str = ""
) -> ComputeDevice:
    return ComputeDevice(name, name, 8, 10, kind, backend, bus)


PROCESSOR = ComputeDevice("CPU", "A processor", 20, 30, DeviceKind.CPU, "CPU")
INTEGRATED = graphics("Vulkan1", "Vulkan", kind=DeviceKind.INTEGRATED_GPU)


def names(*devices: ComputeDevice) -> list[str]:
    return [device.name for device in offload_devices(devices)]


def test_layers_never_go_to_the_processor_or_an_accelerator() -> None:
    blas = ComputeDevice("BLAS", "BLAS", 0, 0, DeviceKind.ACCELERATOR, "BLAS")
    assert names(PROCESSOR, blas) == []


def test_integrated_graphics_count_only_where_nothing_better_is() -> None:
    assert names(INTEGRATED, PROCESSOR) == ["Vulkan1"]
    assert names(graphics("Vulkan0", "Vulkan"), INTEGRATED) == ["Vulkan0"]
    assert names(graphics("RPC0", "RPC"), INTEGRATED) == ["RPC0", "Vulkan1"]


def test_a_card_that_two_backends_drive_counts_once() -> None:
    bus = "0000:c1:00.0"
    assert names(graphics("CUDA0", "CUDA", bus=bus), graphics("Vulkan0", "Vulkan", bus=bus)) == [
        "CUDA0"
    ]
    assert len(names(graphics("CUDA0", "CUDA"), graphics("CUDA1", "CUDA"))) == 2


def test_a_device_that_does_not_tell_its_memory_is_left_alone() -> None:
    silent = ComputeDevice("X0", "X", 0, 0, DeviceKind.GPU, "X")
    assert names(silent) == []


def test_which_memory_is_shared_with_the_processor_is_known() -> None:
    def shared(device: ComputeDevice) -> bool:
        return offload_devices([device])[0].shared

    assert shared(INTEGRATED)
    assert shared(graphics("MTL0", "MTL"))
    assert not shared(graphics("CUDA0", "CUDA"))


def test_an_empty_list_of_devices_ends_where_it_begins() -> None:
    assert list(devices.device_handles(())) == [None]
    assert len(devices.device_handles((MAIN_MEMORY,))) == 2
