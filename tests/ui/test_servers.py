"""Models on servers in the window: the dialog, where text goes, and words for what is not known."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit

from fakes.openai_server import MODEL, OpenAiServer, Script, openai_server
from paceline.errors import ErrorCode
from paceline.loading import PairChoice, PairKind, RemoteFacts, RemoteServer, ServerSoftware
from paceline.provenance import UNKNOWN_ID, Origin, Round, ServerReport, Token
from paceline.settings import Settings
from paceline.ui.comparing.parity_sheet import ParitySheet
from paceline.ui.inspector.panel import Panel
from paceline.ui.servers.server_dialog import ServerDialog
from paceline.ui.servers.whereabouts_bar import WhereaboutsBar
from ui.conftest import Stage
from ui.replies import make_round, plain

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")

NEAR = RemoteServer("http://127.0.0.1:8080/v1", "large-model")
FAR = RemoteServer("https://llm.example.org/v1", "large-model", keyed=True)


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with openai_server(Script(key="sk-secret")) as serving:
        yield serving


def piece(index: int, text: str) -> Round:
    """A round as a server that reports nothing makes it."""
    token = Token(UNKNOWN_ID, text, Origin.UNREPORTED, None, None)
    return Round(index, None, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 25.0, (token,))


def connect(stage: Stage, server: RemoteServer, **facts: object) -> None:
    """Open a pair on a server, which answers."""
    stage.window.open_pair(PairChoice(PairKind.REMOTE, server=server))
    before = len(stage.engine.connected)
    stage.qtbot.waitUntil(lambda: len(stage.engine.connected) > before)
    software = facts.pop("software", ServerSoftware.LLAMA_SERVER)
    assert isinstance(software, ServerSoftware)
    stage.engine.finish_connecting(RemoteFacts(server, software, 4096, reports_drafts=True))


def action(stage: Stage, name: str) -> QAction:
    found = stage.window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def open_dialog(stage: Stage) -> ServerDialog:
    action(stage, "connect_server").trigger()
    return stage.part(ServerDialog)


def bar(stage: Stage) -> WhereaboutsBar:
    return stage.part(WhereaboutsBar)


def test_the_dialog_leads_from_an_address_to_an_open_pair(
    stage: Stage, server: OpenAiServer
) -> None:
    open_dialog(stage)
    stage.named(QLineEdit, "Address").setText(f"127.0.0.1:{server.server_port}")
    stage.named(QLineEdit, "API key").setText("sk-secret")
    assert not stage.named(QAbstractButton, "Connect").isEnabled()
    stage.click("Show its models")
    model = stage.named(QComboBox, "Model")
    stage.qtbot.waitUntil(lambda: model.currentText() == MODEL, timeout=20_000)
    (told,) = stage.part(ServerDialog).findChildren(QLabel, "told")
    assert told.text() == "The server has one model."
    stage.click("Connect")
    stage.qtbot.waitUntil(lambda: bool(stage.pairs.asked))
    choice = stage.pairs.asked[-1]
    assert choice == PairChoice(PairKind.REMOTE, server=RemoteServer(server.url, MODEL, keyed=True))
    stage.qtbot.waitUntil(lambda: not stage.window.findChildren(ServerDialog))
    assert "sk-secret" not in repr(stage.saved)


def test_a_refused_key_is_told_in_the_dialog(stage: Stage, server: OpenAiServer) -> None:
    dialog = open_dialog(stage)
    stage.named(QLineEdit, "Address").setText(server.url)
    stage.named(QLineEdit, "API key").setText("sk-wrong")
    stage.click("Show its models")

    def problem() -> str:
        return " ".join(label.text() for label in dialog.findChildren(QLabel, "problem"))

    stage.qtbot.waitUntil(lambda: "API key" in problem(), timeout=20_000)
    assert stage.named(QAbstractButton, "Show its models").isEnabled()
    assert "sk-wrong" not in problem()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1:8080", set()),
        ("192.168.1.9:8080", {"leaves"}),
        ("llm.example.org", {"leaves"}),
        ("http://llm.example.org", {"leaves", "asks"}),
    ],
)
def test_the_dialog_says_where_text_will_go(stage: Stage, address: str, expected: set[str]) -> None:
    dialog = open_dialog(stage)
    stage.named(QLineEdit, "Address").setText(address)
    model = stage.named(QComboBox, "Model")
    model.setEditText("large")
    (where,) = (w for w in dialog.findChildren(QLabel) if w.objectName() == "whereTextGoes")
    assert ("leaves this computer" in where.text()) is ("leaves" in expected)
    consent = stage.named(QCheckBox, "Send my text unencrypted to this server")
    assert consent.isVisible() is ("asks" in expected)
    assert stage.named(QAbstractButton, "Connect").isEnabled() is ("asks" not in expected)
    if "asks" in expected:
        consent.setChecked(True)
        assert stage.named(QAbstractButton, "Connect").isEnabled()
        stage.named(QLineEdit, "Address").setText("http://other.example.org")
        assert not consent.isChecked(), "consent is for one address"


def test_consent_outlives_the_question_for_models(stage: Stage) -> None:
    dialog = open_dialog(stage)
    stage.named(QLineEdit, "Address").setText("http://llm.example.org")
    consent = stage.named(QCheckBox, "Send my text unencrypted to this server")
    consent.setChecked(True)
    dialog.show_models("http://llm.example.org/v1", ["large", "small"])
    assert stage.named(QLineEdit, "Address").text() == "http://llm.example.org/v1"
    assert consent.isChecked()


def test_models_of_an_address_that_was_left_meanwhile_are_not_shown(stage: Stage) -> None:
    dialog = open_dialog(stage)
    address = stage.named(QLineEdit, "Address")
    address.setText("https://llm.example.org")
    dialog.show_waiting()
    address.setText("https://other.example.org")
    dialog.show_models("https://llm.example.org/v1", ["large"])
    assert address.text() == "https://other.example.org"
    assert stage.named(QComboBox, "Model").count() == 0
    assert stage.named(QAbstractButton, "Show its models").isEnabled()


def test_connecting_is_asked_for_once(stage: Stage) -> None:
    dialog = open_dialog(stage)
    stage.named(QLineEdit, "Address").setText("https://llm.example.org")
    stage.named(QComboBox, "Model").setEditText("large")
    with stage.qtbot.waitSignal(dialog.connect_pressed):
        stage.click("Connect")
    assert not stage.named(QAbstractButton, "Connect").isEnabled()


def test_a_remembered_server_is_offered_and_forgotten(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage(Settings(servers=(FAR, NEAR)))
    open_dialog(stage)
    known = stage.named(QComboBox, "Server")
    assert known.itemText(0) == "large-model on llm.example.org"
    assert stage.named(QLineEdit, "Address").text() == FAR.url
    stage.click("Forget this server")
    assert known.itemText(0) == "large-model on 127.0.0.1:8080"
    stage.qtbot.waitUntil(lambda: bool(stage.saved))
    assert stage.saved[-1].servers == (NEAR,)


def test_where_text_goes_stays_in_sight_until_a_pair_here_is_loaded(stage: Stage) -> None:
    connect(stage, FAR)
    assert bar(stage).isVisible()
    assert "leaves this computer" in bar(stage).text
    assert "llm.example.org" in bar(stage).text
    assert "llm.example.org" in stage.chip
    connect(stage, NEAR)
    assert "on this computer" in bar(stage).text
    stage.load(PairChoice(PairKind.STARTER))
    assert not bar(stage).isVisible()


def test_what_cannot_be_had_from_a_server_is_off_with_a_reason(stage: Stage) -> None:
    connect(stage, NEAR)
    switch = stage.named(QAbstractButton, "Speculation")
    assert not switch.isEnabled()
    assert "server decides" in switch.toolTip()
    assert not action(stage, "open_draft").isEnabled()
    stage.load(PairChoice(PairKind.STARTER))
    assert switch.isEnabled()


def test_a_cut_reply_is_not_continued_and_says_why(stage: Stage) -> None:
    connect(stage, NEAR)
    stage.reply("Hello?", piece(0, "Well"))
    prompts = len(stage.engine.prompts)
    action(stage, "continue_reply").trigger()
    assert "going on with a reply" in stage.banner.text
    assert len(stage.engine.prompts) == prompts


def test_unknown_origins_have_no_tint_and_words_instead_of_figures(stage: Stage) -> None:
    connect(stage, NEAR)
    action(stage, "inspect").setChecked(True)
    stage.send("Why is the sky blue?")
    stage.engine.say(*(piece(index, word) for index, word in enumerate(["Air ", "scatters."])))
    report = ServerReport("127.0.0.1:8080", "llama-server", 3, 42.5, 9, 4, 12, 6)
    stage.engine.finish(report=report)
    stage.settle()
    assert stage.said.endswith("Air scatters.")
    assert "6 of 12 guesses accepted, says llama-server 127.0.0.1:8080" in stage.shown
    labels = [label.accessibleName() for label in stage.window.findChildren(QLabel)]
    assert "net gain: not reported by the server" in labels
    assert "acceptance: not reported by the server" in labels
    panel = stage.part(Panel)
    told = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert any("does not report passes" in text for text in told)
    assert "The server does not report what guessing gained." in told


def test_a_reply_here_is_shown_as_ever_afterwards(stage: Stage) -> None:
    connect(stage, NEAR)
    action(stage, "inspect").setChecked(True)
    stage.reply("One?", piece(0, "Air."))
    stage.load(PairChoice(PairKind.STARTER))
    stage.reply("Two?", make_round(plain("Sky.")))
    stage.settle()
    panel = stage.part(Panel)
    told = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert not any("does not report passes" in text for text in told)


def test_parity_of_a_reply_from_a_server_is_refused_with_a_reason(stage: Stage) -> None:
    connect(stage, NEAR)
    stage.send("Hello?")
    stage.engine.say(piece(0, "Well"))
    stage.engine.finish(report=ServerReport("127.0.0.1:8080", ""))
    action(stage, "check_parity").trigger()
    labels = [label.text() for label in stage.part(ParitySheet).findChildren(QLabel)]
    assert any("A server wrote this reply" in text for text in labels)


def test_trying_again_asks_a_server_once_more_for_the_reply(stage: Stage) -> None:
    connect(stage, NEAR)
    stage.send("Hello?")
    stage.engine.fail(ErrorCode.REMOTE_BUSY, "7 s")
    assert "7 s" in stage.banner.text
    stage.click("Try again")
    assert len(stage.engine.prompts) == 2
