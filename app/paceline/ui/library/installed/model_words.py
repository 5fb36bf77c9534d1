"""What the page of installed models says of one of them."""

from PySide6.QtCore import QCoreApplication

from paceline.library.installed.records import InstalledModel
from paceline.ui.failure import Failure
from paceline.ui.library.amounts import parameters_text
from paceline.ui.library.places import place_name
from paceline.ui.library.sizes import size_text
from paceline.ui.numbers import whole

translate = QCoreApplication.translate


def place_text(model: InstalledModel) -> str:
    """Return whose folder it lies in."""
    return place_name(model.place)


def trouble_text(model: InstalledModel) -> str:
    """Return why it cannot be used, empty where it can."""
    if model.trouble is None:
        return ""
    return Failure(model.trouble.code, model.trouble.detail).text


def facts_text(model: InstalledModel) -> str:
    """Return one line of what its header says."""
    facts = [size_text(model.size)]
    if model.quantization:
        facts.append(model.quantization)
    header = model.facts
    if header is not None:
        facts.append(header.architecture)
        if header.parameters:
            facts.append(
                translate("InstalledModel", "{count} parameters").format(
                    count=parameters_text(header.parameters)
                )
            )
        facts.append(
            translate("InstalledModel", "{count} layers").format(count=whole(header.layers))
        )
        if header.trained_context:
            context = whole(header.trained_context)
            facts.append(
                translate("InstalledModel", "context of {count} tokens").format(count=context)
            )
        if header.licence:
            facts.append(header.licence)
    if len(model.files) > 1:
        facts.append(translate("InstalledModel", "{count} files").format(count=len(model.files)))
    return " · ".join(facts)


def removal_question(model: InstalledModel) -> str:
    """Return what deleting takes away, and what it leaves."""
    files = "\n".join(f"  {file.name}" for file in model.files[:6])
    if len(model.files) > 6:
        files += "\n  …"
    return translate(
        "InstalledModel",
        "Delete “{title}” from this machine? These files go, and {size} of the disk are free "
        "again:\n\n{files}\n\nChats that were written with it stay. The model can be downloaded "
        "again as long as the Hub has it.",
    ).format(title=model.title, size=size_text(model.size), files=files)
