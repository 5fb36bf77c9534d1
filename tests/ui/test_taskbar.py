"""Docks hear how far downloads have come, over a real bus."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from paceline import APPLICATION_ID

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-daemon") and shutil.which("dbus-monitor")), reason="needs D-Bus"
)

SCRIPT = """
from paceline.ui.application import make_application
from paceline.ui.library.downloads.taskbar import Taskbar
from paceline.ui.library.downloads.wording import Summary

application = make_application()
taskbar = Taskbar()
for fraction in (0.25, 0.252, 0.5):
    taskbar.show_summary(Summary(1, "Qwen3 8B", fraction, "", troubled=False))
taskbar.show_summary(None)
application.processEvents()
"""


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a bus of its own."""
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    ) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


def test_a_dock_hears_every_percent_and_the_end(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus)
    rule = "interface='com.canonical.Unity.LauncherEntry'"
    with subprocess.Popen(
        ["dbus-monitor", "--address", bus, rule], stdout=subprocess.PIPE, text=True
    ) as monitor:
        assert monitor.stdout is not None
        while "NameLost" not in monitor.stdout.readline():  # then it listens
            pass
        subprocess.run([sys.executable, "-c", SCRIPT], check=True)
        heard: list[str] = []
        while "boolean false" not in heard:
            line = monitor.stdout.readline().strip()
            if f"application://{APPLICATION_ID}.desktop" in line:
                heard.append("entry")
            elif "double" in line or "boolean" in line:
                heard.append(line.removeprefix("variant").strip())
        monitor.terminate()
    assert heard == [
        *("entry", "double 0.25", "boolean true"),
        *("entry", "double 0.5", "boolean true"),
        *("entry", "double 0", "boolean false"),
    ]
