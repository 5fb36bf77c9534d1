"""What a loaded pair is called, and what a person should know about it. Pure."""

from dataclasses import dataclass
from pathlib import Path

from paceline.loading import PairChoice, PairKind
from paceline.protocol.messages import ModelFacts, PairLoaded


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
                return "the practice pair"
            case PairKind.STARTER:
                return "the starter model"
            case PairKind.FILES:
                return Path(choice.target or "").name

    @classmethod
    def of(cls, choice: PairChoice, pair: PairLoaded) -> "PairName":
        """Name a pair by where it came from and by what its files say."""
        if choice.kind is PairKind.PRACTICE:
            name = "Practice pair"
            remark = "Real speed, but its answers are only as good as its 135M model."
        else:
            starter = choice.kind is PairKind.STARTER
            name = "Starter model" if starter else pair.target.name
            drafter = pair.draft.name if pair.draft else "n-grams"
            remark = f"{_facts(pair.target)}, drafted by {drafter}."
        return cls(name, " ".join([remark, *pair.notes]))


def _facts(model: ModelFacts) -> str:
    billions = model.parameters / 1e9
    count = f"{billions:.1f}B" if billions >= 1 else f"{model.parameters / 1e6:.0f}M"
    return f"{count} parameters, {model.size / 1e9:.2f} GB"
