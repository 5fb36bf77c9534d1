"""What program and system this is, as lines of a report."""

import os
import platform
import sys

import psutil
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QGuiApplication

import paceline
from paceline.installation import commit, flavour

_MIB = 2**20


def program_lines() -> list[str]:
    """Versions of the program and of what runs it."""
    return [
        f"Paceline {paceline.__version__}, {flavour()}, commit {commit() or 'unknown'}",
        f"Python {platform.python_version()}" + (", frozen" if hasattr(sys, "frozen") else ""),
        f"Qt {qVersion()}, PySide {pyside_version}",
        f"platform plugin: {QGuiApplication.platformName()}",
        f"language: {QLocale().name()}",
    ]


def system_lines() -> list[str]:
    """What it runs on."""
    memory = psutil.virtual_memory()
    screens = ", ".join(
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    )
    return [
        f"{QSysInfo.prettyProductName()}, {platform.machine()}",
        f"kernel: {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}",
        f"processors: {psutil.cpu_count(logical=False)} cores, {os.cpu_count()} threads",
        f"memory: {memory.available // _MIB} of {memory.total // _MIB} MiB free",
        f"screens: {screens}",
    ]
