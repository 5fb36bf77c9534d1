"""Every window and dialog with all that can stand in it, for tests of reach and names."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSlider, QTabWidget, QWidget

from fakes.release_feed import NOTES
from paceline.errors import AppError, ErrorCode
from paceline.history.records import Attachment, Message
from paceline.installation import Flavour
from paceline.library.doctor.diagnosis import LocalFile
from paceline.library.downloads.records import DownloadState, Wanted
from paceline.library.updates.releases import Release
from paceline.library.updates.updates import Standing
from paceline.loading import PairChoice, PairKind, RemoteFacts, RemoteServer, ServerSoftware
from paceline.provenance import UNKNOWN_ID, Origin, Round, ServerReport, StopReason, Token
from paceline.ui.composing.composer import Composer
from paceline.ui.failure import Failure
from paceline.ui.help.sheet import Sheet
from paceline.ui.inspector.panel import Panel
from paceline.ui.inspector.timeline import Timeline
from paceline.ui.library.browse.page import BrowsePage
from paceline.ui.library.doctor.page import DoctorPage
from paceline.ui.library.downloads.row import DownloadRow
from paceline.ui.library.installed.page import InstalledPage
from paceline.ui.library.library_window import LibraryWindow
from paceline.ui.library.recommended.card import Card
from paceline.ui.library.token_dialog import TokenDialog
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.notices.toasts import Toast
from paceline.ui.palette.sheet import PaletteSheet
from paceline.ui.preferences.dialog import SettingsDialog
from paceline.ui.servers.server_dialog import ServerDialog
from paceline.ui.serving.dialog import ServingDialog
from paceline.ui.serving.serving import Serving
from paceline.ui.steering.dialog import SteeringDialog
from paceline.ui.updates.sheet import UpdateSheet
from ui import test_comparing_pictures as comparing
from ui.conftest import Stage
from ui.model_shelf import fill_folder, fill_hub, pair_files
from ui.replies import bonus, corrected, drafted, long_reply, make_round, plain
from ui.test_comparing import TEXT, guessed

MARKDOWN: Final = """## Sorting

- [x] measured
- a list with a [link](https://example.org/sorting)

| name | steps |
| --- | --- |
| heap | n log n |

```python
print(sorted([3, 1, 2]))
```

The sum is $a + b$, and *that* is all.
"""


def thinking(text: str) -> Token:
    return msgspec.structs.replace(plain(text), reasoning=True)


def markdown_reply() -> list[Round]:
    lines = MARKDOWN.splitlines(keepends=True)
    return [make_round(drafted(line), bonus("")) for line in lines]


def fill(stage: Stage) -> None:
    """A chat with files, Markdown, a thought, two branches, and a reply that was cut off."""
    stage.load(PairChoice(PairKind.PRACTICE))
    stage.part(Composer).set_attachments((Attachment("notes.md", "# Notes\n" * 30),))
    stage.reply("How do I sort?", *markdown_reply())
    stage.reply(
        "And why?",
        make_round(thinking("Let me think"), thinking(" about it.")),
        make_round(drafted("Because"), corrected(" order", " it")),
    )
    stage.ctrl("R")
    stage.engine.say(*long_reply())
    stage.engine.finish()
    stage.send("Go on.")
    stage.engine.say(make_round(plain("Well,")))
    stage.press(Qt.Key.Key_Escape)
    stage.engine.finish(StopReason.CANCELLED)
    stage.settle(400)


def entry(stage: Stage, place: int) -> Message:
    return stage.transcript.entries[place]


def browsing(stage: Stage) -> QWidget:
    """A repository, with the model that is proposed and the drafts that fit to it."""
    fill_hub(stage.hub, stage.models_folder / "hub")
    stage.places += fill_folder(stage.models_folder)
    trigger(stage, "models_hub")
    window = stage.part(LibraryWindow)
    page = stage.part(BrowsePage)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() > 0)
    page.show_repository("someone/Constructed-1.7B-Instruct-GGUF")
    stage.qtbot.waitUntil(lambda: page.view.isVisible() and page.view.count_drafts() > 0)
    stage.settle(100)
    return window


def offline_hub(stage: Stage) -> QWidget:
    stage.hub.error = AppError(ErrorCode.HUB_OFFLINE)
    trigger(stage, "models_hub")
    page = stage.part(BrowsePage)
    stage.qtbot.waitUntil(lambda: bool(page.findChildren(TroubleRow)[0].text))
    stage.settle(30)
    return stage.part(LibraryWindow)


def installed(stage: Stage) -> QWidget:
    """Models of several places, the best of them chosen."""
    stage.places += fill_folder(stage.models_folder)
    trigger(stage, "models_installed")
    page = stage.part(InstalledPage)
    stage.qtbot.waitUntil(lambda: page.table.model().rowCount() == 5 and not page.is_looking)
    page.table.choose(page.table.model().index(2, 0))
    stage.settle(500)
    return stage.part(LibraryWindow)


def doctor(pair: str) -> Callable[[Stage], QWidget]:
    def open_doctor(stage: Stage) -> QWidget:
        target, draft = pair_files(stage.models_folder / "pairs")[pair]
        trigger(stage, "models_doctor")
        page = stage.part(DoctorPage)
        page.show_pair(LocalFile(target), LocalFile(draft))
        stage.qtbot.waitUntil(lambda: page.diagnosis is not None)
        stage.settle(50)
        return stage.part(LibraryWindow)

    return open_doctor


def empty_doctor(stage: Stage) -> QWidget:
    trigger(stage, "models_doctor")
    return stage.part(LibraryWindow)


def trigger(stage: Stage, name: str) -> None:
    (action,) = (one for one in stage.window.actions() if one.objectName() == name)
    assert action.isEnabled(), f"{name} cannot be done"
    action.trigger()
    stage.settle(30)


def empty(stage: Stage) -> QWidget:
    return stage.window


def building(stage: Stage) -> QWidget:
    stage.pairs.gate.clear()
    stage.window.open_pair(PairChoice(PairKind.PRACTICE))
    stage.settle()
    return stage.window


def chat(stage: Stage) -> QWidget:
    fill(stage)
    stage.part(Composer).set_attachments((Attachment("more.csv", "1,2\n"),))
    stage.write("A question that waits")
    return stage.window


def editing(stage: Stage) -> QWidget:
    fill(stage)
    stage.press(
        Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    )
    stage.press(Qt.Key.Key_Home)
    press_verb(stage, "Edit the message; the old one stays as a branch")
    return stage.window


def press_verb(stage: Stage, name: str) -> None:
    """Go by Tab from the message with the focus to what can be done with it, and do it."""
    for _ in range(30):
        stage.press(Qt.Key.Key_Tab)
        if stage.window.focusWidget().accessibleName() == name:
            stage.press(Qt.Key.Key_Space)
            stage.settle(150)  # a button goes down before it acts
            return
    raise AssertionError(f"Tab does not lead to {name}")


def notices(stage: Stage) -> QWidget:
    fill(stage)
    trigger(stage, "delete_chat")
    stage.engine.crash()
    stage.settle(50)
    return stage.window


def finding(stage: Stage) -> QWidget:
    fill(stage)
    stage.ctrl("F")
    for letter in "sort":
        stage.press(Qt.Key[f"Key_{letter.upper()}"])
    stage.settle(400)
    return stage.window


def inspecting(view: str) -> Callable[[Stage], QWidget]:
    def open_view(stage: Stage) -> QWidget:
        stage.load(PairChoice(PairKind.PRACTICE))
        stage.reply("A tree?", *long_reply())
        stage.reply("And a graph?", *long_reply())
        stage.ctrl("I")
        tabs = stage.named(QTabWidget, "Views of the reply")
        tabs.setCurrentIndex([tabs.tabText(at) for at in range(tabs.count())].index(view))
        stage.settle(150)
        if view == "Passes":
            stage.part(Timeline).choose(7)
        if view == "Replay":
            stage.named(QSlider, "Pass").setValue(7)
        return stage.part(Panel)

    return open_view


def settings(stage: Stage) -> QWidget:
    stage.ctrl("Comma")
    return stage.part(SettingsDialog)


def steering(stage: Stage) -> QWidget:
    stage.load(PairChoice(PairKind.PRACTICE))
    trigger(stage, "steer")
    return stage.part(SteeringDialog)


def palette(stage: Stage) -> QWidget:
    stage.ctrl("K")
    return stage.part(PaletteSheet)


def help_sheet(name: str) -> Callable[[Stage], QWidget]:
    def open_sheet(stage: Stage) -> QWidget:
        trigger(stage, name)
        return stage.part(Sheet)

    return open_sheet


def sheet(view: str) -> Callable[[Stage], QWidget]:
    def open_sheet(stage: Stage) -> QWidget:
        stage.load(PairChoice(PairKind.PRACTICE))
        stage.reply("What is a tree?", *guessed(TEXT))
        shown = comparing.VIEWS[view](stage)
        stage.settle()
        return shown

    return open_sheet


def recommended(stage: Stage) -> QWidget:
    stage.ctrl("M")
    window = stage.part(LibraryWindow)
    stage.qtbot.waitUntil(lambda: bool(window.findChildren(Card)))
    stage.settle(50)
    return window


def downloads(stage: Stage) -> QWidget:
    """One of each state."""
    list_downloads(stage)
    stage.settle(50)
    return stage.part(LibraryWindow)


def list_downloads(stage: Stage) -> None:
    trigger(stage, "models_downloads")
    stage.qtbot.waitUntil(lambda: stage.queue.started)
    queue = stage.queue
    runs, waits, paused, failed, gated, done, queued = (
        queue.add(title, [Wanted("someone/models", f"{title}.gguf", size=size)])
        for title, size in (
            ("Qwen3 8B", 5_667_000_000),
            ("Gemma 3 12B", 7_592_000_000),
            ("Mistral Small 3.1 24B", 14_800_000_000),
            ("SmolLM2 1.7B", 1_100_000_000),
            ("Llama 3.3 70B", 42_500_000_000),
            ("Qwen3 4B", 3_136_000_000),
            ("gpt-oss 20B", 12_100_000_000),
        )
    )
    queue.advance(runs, 2_231_000_000)
    queue.advance(waits, 1_000_000_000)
    busy = AppError(ErrorCode.HUB_UNREACHABLE, "the connection was reset")
    queue.state(waits, DownloadState.WAITING, busy)
    queue.advance(paused, 9_100_000_000)
    queue.pause(paused)
    queue.state(failed, DownloadState.FAILED, AppError(ErrorCode.DISK_FULL, "1.1 GB are needed"))
    queue.state(gated, DownloadState.FAILED, AppError(ErrorCode.HUB_GATED, "someone/models"))
    queue.finish(done, Path("/models/qwen3-4b.gguf"))
    assert queue.jobs()[-1].id == queued
    stage.qtbot.waitUntil(lambda: len(stage.window.findChildren(DownloadRow)) == 7)


def token(stage: Stage) -> QWidget:
    list_downloads(stage)
    stage.settle(50)
    stage.click("Enter a token: Llama 3.3 70B")
    stage.settle(50)
    return stage.part(TokenDialog)


def downloading(stage: Stage) -> QWidget:
    """The main window while something is on its way, and a pair has just arrived."""
    list_downloads(stage)
    stage.part(LibraryWindow).close()
    stage.window.activateWindow()
    stage.qtbot.waitUntil(lambda: bool(stage.window.findChildren(Toast)))
    return stage.window


def updates(stage: Stage) -> QWidget:
    """What has changed in two newer versions."""
    told = tuple(Release(version, NOTES, f"https://example.org/{version}") for version in "98")
    sheet = UpdateSheet(Flavour.DEB, stage.appearance.colours, stage.window)
    sheet.show()
    sheet.activateWindow()
    sheet.show_standing(Standing("0.1.0", told, None))
    stage.settle(100)
    return sheet


def no_updates(stage: Stage) -> QWidget:
    """Nobody could be asked."""
    trigger(stage, "check_updates")
    stage.settle(100)
    return stage.part(UpdateSheet)


def server(stage: Stage) -> QWidget:
    """The choices before the local server is started."""
    target, draft = pair_files(stage.models_folder / "pairs")["same"]
    stage.load(PairChoice(PairKind.FILES, str(target), str(draft)))
    trigger(stage, "local_server")
    stage.settle(150)
    return stage.part(ServingDialog)


def running_server(stage: Stage) -> QWidget:
    """A local server that runs."""
    dialog = server(stage)
    stage.click("Start")
    found = stage.window.findChild(Serving)
    assert isinstance(found, Serving)
    stage.qtbot.waitUntil(lambda: found.server.state.figures is not None, timeout=20_000)
    stage.settle(50)
    return dialog


def server_dialog(stage: Stage) -> QWidget:
    """An address that strangers may listen on, and a server that wants a key."""
    trigger(stage, "connect_server")
    dialog = stage.part(ServerDialog)
    stage.named(QLineEdit, "Address").setText("http://llm.example.org")
    dialog.show_failure(Failure(ErrorCode.REMOTE_KEY_REFUSED, "llm.example.org"))
    stage.settle(100)
    return dialog


def server_chat(stage: Stage) -> QWidget:
    """A reply from a server that reports little."""
    chosen = RemoteServer("http://192.168.1.20:8080/v1", "a-large-model")
    stage.window.open_pair(PairChoice(PairKind.REMOTE, server=chosen))
    stage.qtbot.waitUntil(lambda: bool(stage.engine.connected))
    stage.engine.finish_connecting(RemoteFacts(chosen, ServerSoftware.LLAMA_SERVER, 8192))
    trigger(stage, "inspect")
    stage.send("Why is the sky blue?")
    for word in ("Air ", "scatters ", "short ", "waves ", "most."):
        token = Token(UNKNOWN_ID, word, Origin.UNREPORTED, None, None)
        stage.engine.say(make_round(token))
    stage.engine.finish(report=ServerReport("192.168.1.20:8080", "llama-server", 9, 42.5))
    stage.settle(150)
    return stage.window


VIEWS: Final[dict[str, Callable[[Stage], QWidget]]] = {
    "empty": empty,
    "building": building,
    "chat": chat,
    "editing": editing,
    "notices": notices,
    "finding": finding,
    **{
        f"inspector {view.lower()}": inspecting(view)
        for view in ("Speed", "Tokens", "Passes", "Acceptance", "Replay")
    },
    "settings and keys": settings,
    "steering": steering,
    "palette": palette,
    "keys at a glance": help_sheet("show_keys"),
    "colours": help_sheet("explain_colours"),
    "diagnostics": help_sheet("diagnose"),
    "about": help_sheet("about"),
    "updates: newer": updates,
    "updates: none": no_updates,
    "server: off": server,
    "remote: dialog": server_dialog,
    "remote: chat": server_chat,
    "server: running": running_server,
    "models: recommended": recommended,
    "models: downloads": downloads,
    "models: hub": browsing,
    "models: hub offline": offline_hub,
    "models: installed": installed,
    "models: doctor, nothing chosen": empty_doctor,
    "models: doctor, a pair": doctor("same"),
    "models: doctor, no pair": doctor("one token differs"),
    "models: token": token,
    "downloading": downloading,
    **{f"comparing: {view}": sheet(view) for view in comparing.VIEWS},
}
"""Each opens a view in a new window and gives the widget that holds it."""
