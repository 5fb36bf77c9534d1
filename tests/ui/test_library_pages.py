"""The pages of the Hub, of installed models and of the doctor: what a person presses and reads."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
)

from fakes.constructed_pairs import DRAFT
from paceline.errors import AppError, ErrorCode
from paceline.library.doctor.diagnosis import LocalFile, Part
from paceline.library.installed.places import Place, PlaceKind
from paceline.loading import PairChoice, PairKind
from paceline.ui.library.browse.page import BrowsePage
from paceline.ui.library.doctor.page import DoctorPage
from paceline.ui.library.doctor.patient_card import PatientCard
from paceline.ui.library.doctor.picker import Picker
from paceline.ui.library.doctor.verdict_view import VerdictView
from paceline.ui.library.installed.page import InstalledPage
from paceline.ui.library.trouble_row import TroubleRow
from paceline.ui.sidebar.row_list import RowList
from ui.conftest import Stage
from ui.fake_hub import PER_PAGE, summary
from ui.model_shelf import fill_folder, fill_hub, pair_files
from ui.views import browsing, doctor, installed, trigger

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen


def press(page: BrowsePage | InstalledPage | DoctorPage | Picker, name: str) -> None:
    """Click the button of this name that can be seen."""
    found = [
        one
        for one in page.findChildren(QAbstractButton)
        if one.accessibleName() == name and one.isVisible()
    ]
    assert len(found) == 1, f"{len(found)} buttons are called {name!r}"
    assert found[0].isEnabled(), f"{name} cannot be pressed"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def choose(page: BrowsePage | InstalledPage, box: str, text: str) -> None:
    """Choose in a list that folds open."""
    (found,) = (one for one in page.findChildren(QComboBox) if one.accessibleName() == box)
    places = [at for at in range(found.count()) if text in found.itemText(at)]
    assert places, [found.itemText(at) for at in range(found.count())]
    found.setCurrentIndex(places[0])


def trouble(page: BrowsePage | InstalledPage | DoctorPage | Picker) -> TroubleRow:
    return page.findChildren(TroubleRow)[0]


def open_hub(stage: Stage) -> BrowsePage:
    trigger(stage, "models_hub")
    page = stage.part(BrowsePage)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() > 0)
    page.repositories.setCurrentIndex(page.results.index(0))
    return page


# The Hub ----------------------------------------------------------------------------------


def test_pages_come_on_scrolling_and_not_before(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    assert page.results.rowCount() == PER_PAGE
    stage.settle(50)
    assert len(stage.hub.asked) == 1
    QTest.keyClick(page.repositories, Qt.Key.Key_End)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == 2 * PER_PAGE)
    QTest.keyClick(page.repositories, Qt.Key.Key_End)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == len(stage.hub.summaries))
    QTest.keyClick(page.repositories, Qt.Key.Key_Home)
    QTest.keyClick(page.repositories, Qt.Key.Key_End)
    stage.settle(50)
    assert len(stage.hub.asked) == 3


def test_a_word_is_asked_for_once_and_filters_at_once(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    QTest.keyClicks(page.bar.search, "gated")
    QTest.keyClick(page.bar.search, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == 1)
    assert [query.text for query in stage.hub.asked] == ["", "gated"]
    choose(page, "Access", "Open to all")
    stage.qtbot.waitUntil(lambda: stage.hub.asked[-1].gated is False)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == 0)
    press(page, "Leave nothing out")
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == 1)
    choose(page, "Size of a model", "Up to")
    choose(page, "Quantization", "Q8_0")
    choose(page, "Licence", "mit")
    choose(page, "Sort by", "Newest")
    asked = stage.hub.asked[-1]
    stage.qtbot.waitUntil(lambda: stage.hub.asked[-1].sort.value == "createdAt")
    asked = stage.hub.asked[-1]
    assert (asked.quantization, asked.licence, asked.largest_bytes) == ("Q8_0", "mit", 2 * 10**9)


@pytest.mark.parametrize(
    ("code", "button"),
    [
        (ErrorCode.HUB_OFFLINE, "Use the Hub"),
        (ErrorCode.HUB_UNREACHABLE, "Try again"),
        (ErrorCode.HUB_BUSY, "Try again"),
    ],
)
def test_what_goes_wrong_is_a_sentence_with_a_button(
    stage: Stage, code: ErrorCode, button: str
) -> None:
    fill_hub(stage.hub, stage.models_folder)
    stage.hub.error = AppError(code, "5 seconds")
    trigger(stage, "models_hub")
    page = stage.part(BrowsePage)
    stage.qtbot.waitUntil(lambda: bool(trouble(page).text))
    assert trouble(page).text == str(AppError(code, "5 seconds"))
    stage.hub.error = None
    press(page, button)
    stage.qtbot.waitUntil(lambda: page.results.rowCount() > 0)
    assert not trouble(page).isVisible()


def test_the_button_for_offline_changes_the_setting(make_stage: Callable[..., Stage]) -> None:
    stage = make_stage()
    stage.hub.error = AppError(ErrorCode.HUB_OFFLINE)
    trigger(stage, "models_hub")
    page = stage.part(BrowsePage)
    stage.qtbot.waitUntil(lambda: bool(trouble(page).text))
    press(page, "Use the Hub")
    stage.qtbot.waitUntil(lambda: len(stage.hub.asked) == 2)


def test_local_models_are_there_while_the_hub_is_not(stage: Stage) -> None:
    stage.hub.error = AppError(ErrorCode.HUB_UNREACHABLE, "no route")
    trigger(stage, "models_hub")
    installed(stage)
    assert stage.part(InstalledPage).table.model().rowCount() == 5


def test_a_page_that_does_not_come_keeps_what_came(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    stage.hub.error = AppError(ErrorCode.HUB_BUSY, "5 seconds")
    QTest.keyClick(page.repositories, Qt.Key.Key_End)
    stage.qtbot.waitUntil(lambda: bool(trouble(page).text))
    assert page.results.rowCount() == PER_PAGE
    stage.hub.error = None
    press(page, "Try again")
    stage.qtbot.waitUntil(lambda: page.results.rowCount() == 2 * PER_PAGE)


def test_a_repository_shows_what_fits_and_which_drafts(stage: Stage) -> None:
    browsing(stage)
    page = stage.part(BrowsePage)
    offer = page.view.offer
    assert offer is not None
    assert offer.model.quantization == "Q4_K_M"
    assert offer.exact
    before = offer.need
    choose(page, "Drafts that fit", "Constructed-135M")
    joint = page.view.offer
    assert joint is not None
    assert joint.need > before
    choose(page, "Context, in tokens", "131,072")
    longer = page.view.offer
    assert longer is not None
    assert longer.need > joint.need


def test_getting_a_model_with_a_draft_is_one_job(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    page.show_repository("someone/Constructed-1.7B-Instruct-GGUF")
    stage.qtbot.waitUntil(lambda: page.view.count_drafts() > 0)
    choose(page, "Drafts that fit", "Constructed-135M")
    press(page, "Get both")
    stage.qtbot.waitUntil(lambda: bool(stage.queue.jobs()))
    (job,) = stage.queue.jobs()
    assert [file.name for file in job.files] == [
        "Constructed-1.7B-Instruct-Q4_K_M.gguf",
        "Constructed-135M-Instruct-Q8_0.gguf",
    ]


def test_a_gated_repository_leads_to_its_terms_and_is_tried_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    gated = "careful/Gated-8B-Instruct-GGUF"
    stage.hub.gate = gated
    page.show_repository(gated)
    stage.qtbot.waitUntil(lambda: bool(trouble(page).text))
    assert page.view.offer is not None
    press(page, "Accept its terms")
    stage.qtbot.waitUntil(
        lambda: [url.toString() for url in opened] == [f"https://hub.invalid/{gated}"]
    )
    stage.hub.gate = ""
    press(page, "Try again")
    stage.qtbot.waitUntil(lambda: page.view.offer is not None and page.view.offer.exact)
    assert not trouble(page).isVisible()


def test_a_repository_that_did_not_come_is_tried_again(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    stage.hub.error = AppError(ErrorCode.HUB_BUSY, "5 seconds")
    page.show_repository("someone/Constructed-1.7B-Instruct-GGUF")
    stage.qtbot.waitUntil(lambda: bool(trouble(page).text))
    stage.hub.error = None
    press(page, "Try again")
    stage.qtbot.waitUntil(lambda: page.view.offer is not None)


def test_rows_that_are_passed_are_not_asked_for(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    page.repositories.setFocus()
    for _ in range(2):
        QTest.keyClick(page.repositories, Qt.Key.Key_Down)
    stage.qtbot.waitUntil(lambda: bool(stage.hub.looked_into))
    assert stage.hub.looked_into == ["careful/Gated-8B-Instruct-GGUF"]


def test_thousands_of_results_cost_no_more_than_those_in_view(stage: Stage) -> None:
    stage.hub.summaries += [summary(f"author/Model-{n}-GGUF", n) for n in range(3 * PER_PAGE)]
    page = open_hub(stage)
    painted = page.repositories.viewport().height() // page.repositories.sizeHintForRow(0)
    assert painted < 20
    assert page.repositories.uniformItemSizes()
    assert page.results.rowCount() == PER_PAGE


# Installed models -------------------------------------------------------------------------


def titles(page: InstalledPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def pick(page: InstalledPage, title: str) -> None:
    model = page.table.model()
    page.table.choose(model.index(titles(page).index(title), 0))


def test_models_stand_by_title_at_first(stage: Stage) -> None:
    installed(stage)
    shown = [title.removeprefix("⚠ ") for title in titles(stage.part(InstalledPage))]
    assert shown == sorted(shown, key=str.lower)


def test_models_are_searched_filtered_and_sorted(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert titles(page)[0] == "Constructed-1.7B-Instruct-Q8_0"
    choose(page, "Show", "With trouble")
    assert titles(page) == ["⚠ Cut-off-3B-Q4_K_M"]
    choose(page, "Show", "All")
    QTest.keyClicks(page.search, "other")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert titles(page) == ["Otherwise-0.5B-Q8_0"]


def test_a_model_is_loaded_alone_and_with_a_draft(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    pick(page, "Constructed-1.7B-Instruct-Q8_0")
    own = stage.places[0].folder
    target, draft = (
        str(own / f"Constructed-{name}.gguf")
        for name in ("1.7B-Instruct-Q8_0", "135M-Instruct-Q4_K_M")
    )
    press(page, "Load")
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 1)
    assert stage.pairs.asked[-1] == PairChoice(PairKind.FILES, target)
    stage.engine.finish_load()
    trigger(stage, "models_installed")  # the window made room for the chat
    stage.qtbot.waitUntil(lambda: page.detail.count_drafts() > 0)
    choose(page, "Drafts that fit", "Constructed-135M")
    press(page, "Load with draft")
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 2)
    assert stage.pairs.asked[-1] == PairChoice(PairKind.FILES, target, draft)


def test_a_damaged_model_says_why_and_cannot_be_loaded(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    pick(page, "⚠ Cut-off-3B-Q4_K_M")
    (load,) = (
        one
        for one in page.findChildren(QAbstractButton)
        if one.accessibleName() == "Load" and one.isVisible()
    )
    assert not load.isEnabled()
    assert "incomplete or damaged" in page.detail.trouble


def test_files_that_come_and_go_are_noticed(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    fresh = stage.places[0].folder / "Fresh-1B-Q4_0.gguf"
    DRAFT.write(fresh)
    stage.qtbot.waitUntil(lambda: "Fresh-1B-Q4_0" in titles(page), timeout=10_000)
    fresh.unlink()
    stage.qtbot.waitUntil(lambda: "Fresh-1B-Q4_0" not in titles(page), timeout=10_000)


def test_the_chosen_model_stays_chosen_while_rows_move(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    pick(page, "Constructed-1.7B-Q4_0")
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    page.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert page.detail.model is not None
    assert page.detail.model.title == "Constructed-1.7B-Q4_0"
    assert page.table.current_row().data() == "Constructed-1.7B-Q4_0"


def test_verifying_reads_the_file_and_says_what_is_known(stage: Stage) -> None:
    installed(stage)
    page = stage.part(InstalledPage)
    pick(page, "Constructed-1.7B-Q4_0")
    press(page, "Verify")
    stage.qtbot.waitUntil(lambda: "could be read as a whole" in page.news)


# The doctor -------------------------------------------------------------------------------


def test_a_pair_that_fits_is_loaded_with_one_press(stage: Stage) -> None:
    doctor("same")(stage)
    page = stage.part(DoctorPage)
    assert "They work together" in stage.part(VerdictView).headline
    press(page, "Load the pair")
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 1)
    assert Path(stage.pairs.asked[-1].draft or "").name == "draft.gguf"


def test_the_first_token_that_differs_is_named(stage: Stage) -> None:
    doctor("one token differs")(stage)
    page, verdict = stage.part(DoctorPage), stage.part(VerdictView)
    assert "Only through text" in verdict.headline
    assert "token 359" in verdict.sentence
    press(page, "Load the target alone")
    stage.qtbot.waitUntil(lambda: len(stage.engine.loads) == 1)
    assert stage.pairs.asked[-1].draft is None


def test_swapping_the_two_asks_again(stage: Stage) -> None:
    doctor("same")(stage)
    page = stage.part(DoctorPage)
    press(page, "Swap")
    stage.qtbot.waitUntil(lambda: page.diagnosis is not None)
    assert "do not work together" in stage.part(VerdictView).headline
    assert "larger" in stage.part(VerdictView).sentence


def test_a_file_is_dropped_on_a_card(stage: Stage) -> None:
    target, draft = pair_files(stage.models_folder / "pairs")["same"]
    trigger(stage, "models_doctor")
    page = stage.part(DoctorPage)
    for part, file in ((Part.TARGET, target), (Part.DRAFT, draft)):
        drop(page.cards[part], file)
    stage.qtbot.waitUntil(lambda: page.diagnosis is not None)
    assert [card.text for card in page.cards.values()] == ["target", "draft"]


def drop(card: PatientCard, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    card.dropEvent(event)


def test_a_model_of_the_hub_is_picked_by_its_repository(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder / "hub")
    stage.places += fill_folder(stage.models_folder)
    trigger(stage, "models_doctor")
    page = stage.part(DoctorPage)
    press(page, "Choose: Target")
    picker = stage.part(Picker)
    (field,) = picker.findChildren(QLineEdit)
    QTest.keyClicks(field, "someone/Constructed-1.7B-Instruct-GGUF")
    QTest.keyClick(field, Qt.Key.Key_Return)
    (found,) = picker.findChildren(RowList)
    press(picker, "Look into someone/Constructed-1.7B-Instruct-GGUF on the Hub")
    stage.qtbot.waitUntil(lambda: found.model().rowCount() == 5)
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert page.cards[Part.TARGET].text.startswith("Constructed-1.7B-Instruct")
    own = stage.places[0].folder / "Constructed-135M-Instruct-Q4_K_M.gguf"
    page.show_pair(None, LocalFile(own))
    stage.qtbot.waitUntil(lambda: page.diagnosis is not None)
    assert stage.hub.bytes_read > 0
    press(page, "Get the pair")
    stage.qtbot.waitUntil(lambda: bool(stage.queue.jobs()))
    names = [file.name for file in stage.queue.jobs()[0].files]
    assert names == [
        f"Constructed-1.7B-Instruct-F16-0000{number}-of-00002.gguf" for number in (1, 2)
    ]


def test_a_hub_that_cannot_be_reached_is_a_sentence(stage: Stage) -> None:
    fill_hub(stage.hub, stage.models_folder)
    page = open_hub(stage)
    page.show_repository("someone/Constructed-1.7B-Instruct-GGUF")
    stage.qtbot.waitUntil(lambda: page.view.offer is not None)
    stage.hub.error = AppError(ErrorCode.HUB_UNREACHABLE, "no route")
    press(page, "Check a pair")
    doctors = stage.part(DoctorPage)
    doctors.show_pair(None, LocalFile(DRAFT.write(stage.models_folder / "d.gguf")))
    stage.qtbot.waitUntil(lambda: bool(trouble(doctors).text))
    stage.hub.error = None
    press(doctors, "Try again")
    stage.qtbot.waitUntil(lambda: doctors.diagnosis is not None)


def answer(button: str, questions: list[str]) -> None:
    """Press a button of the question that is asked now, and note what it says."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    questions.append(box.text())
    (found,) = (one for one in box.buttons() if one.text().replace("&", "") == button)
    found.click()


def test_deleting_says_what_goes_and_waits_for_a_yes(stage: Stage) -> None:
    folder = stage.models_folder / "practice"
    folder.mkdir(parents=True)
    file = DRAFT.write(folder / "Practice-1B-Q4_0.gguf")
    stage.places.append(Place(PlaceKind.PRACTICE, folder))
    trigger(stage, "models_installed")
    page = stage.part(InstalledPage)
    stage.qtbot.waitUntil(lambda: titles(page) == ["Practice-1B-Q4_0"] and not page.is_looking)
    pick(page, "Practice-1B-Q4_0")
    questions: list[str] = []
    QTimer.singleShot(50, lambda: answer("Cancel", questions))
    press(page, "Delete")
    assert file.exists()
    QTimer.singleShot(50, lambda: answer("Delete", questions))
    press(page, "Delete")
    stage.qtbot.waitUntil(lambda: titles(page) == [])
    assert not file.exists()
    assert all("Practice-1B-Q4_0.gguf" in question for question in questions)
    assert len(questions) == 2
    assert "are free again" in page.news


def test_a_folder_of_the_persons_own_is_added_and_taken_off_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, _ = fill_folder(stage.models_folder)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(own.folder))
    trigger(stage, "models_installed")
    page = stage.part(InstalledPage)
    press(page, "Add a folder")
    stage.qtbot.waitUntil(lambda: len(titles(page)) == 4 and not page.is_looking)
    pick(page, "Otherwise-0.5B-Q8_0")
    press(page, "Take off the list")
    stage.qtbot.waitUntil(lambda: titles(page) == [])
    assert (own.folder / "Otherwise-0.5B-Q8_0.gguf").exists()
