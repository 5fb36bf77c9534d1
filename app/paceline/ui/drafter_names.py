"""What drafters are called in the middle of a sentence. Knows no widgets."""

from PySide6.QtCore import QCoreApplication

from paceline.options import DrafterChoice

translate = QCoreApplication.translate


def drafter_name(drafter: str) -> str:
    """Return the name that a person knows it by; one that is unknown here goes by its own."""
    return _names().get(drafter, drafter)


def _names() -> dict[str, str]:
    """Looked up anew each time: the language may have changed."""
    return {
        DrafterChoice.DRAFT_MODEL: translate("DrafterNames", "the draft model"),
        DrafterChoice.NGRAM: translate("DrafterNames", "n-gram lookup"),
        DrafterChoice.NGRAM_MAP: translate("DrafterNames", "the n-gram map"),
        DrafterChoice.NGRAM_POOL: translate("DrafterNames", "the n-gram pool"),
        DrafterChoice.PERSONAL: translate("DrafterNames", "your own n-grams"),
        DrafterChoice.CASCADE: translate("DrafterNames", "the cascade"),
        DrafterChoice.HIERARCHY: translate("DrafterNames", "the hierarchy"),
    }
