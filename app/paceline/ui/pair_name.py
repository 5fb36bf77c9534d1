"""What a loaded pair is called, and what a person should know about it. Knows no widgets."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from paceline.loading import PairChoice, PairKind
from paceline.protocol.messages import ModelFacts, PairLoaded

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class PairName:
    """A short name and one line of remarks."""

    name: str
    remark: str

    @staticmethod
    def of_choice(choice: PairChoice) -> str:
        """What to call a pair before it is loaded."""
        match choice.kind:
            case PairKind.PRACTICE:
                return translate("PairName", "the practice pair")
            case PairKind.STARTER:
                return translate("PairName", "the starter model")
            case PairKind.FILES:
                return Path(choice.target or "").name

    @classmethod
    def of(cls, choice: PairChoice, pair: PairLoaded) -> "PairName":
        """Name a pair by where it came from and by what its files say."""
        if choice.kind is PairKind.PRACTICE:
            name = translate("PairName", "Practice pair")
            remark = translate(
                "PairName", "Real speed, but its answers are only as good as its 135M model."
            )
        else:
            starter = choice.kind is PairKind.STARTER
            name = translate("PairName", "Starter model") if starter else pair.target.name
            drafter = pair.draft.name if pair.draft else translate("PairName", "n-grams")
            remark = translate("PairName", "{facts}, drafted by {drafter}.").format(
                facts=_facts(pair.target), drafter=drafter
            )
        return cls(name, " ".join([remark, *pair.notes]))


def _facts(model: ModelFacts) -> str:
    locale = QLocale()
    billions = model.parameters / 1e9
    count = (
        f"{locale.toString(billions, 'f', 1)}B"
        if billions >= 1
        else f"{model.parameters / 1e6:.0f}M"
    )
    return translate("PairName", "{count} parameters, {size} GB").format(
        count=count, size=locale.toString(model.size / 1e9, "f", 2)
    )
