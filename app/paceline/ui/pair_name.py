"""What a loaded pair is called, and what a person should know about it. Knows no widgets."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from paceline.loading import PairChoice, PairKind, RemoteFacts, RemoteServer, ServerSoftware
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
            case PairKind.REMOTE:
                return _remote_name(choice.server)

    @classmethod
    def of(cls, choice: PairChoice, pair: PairLoaded) -> "PairName":
        """Name a pair by where it came from and by what its files say."""
        if choice.kind is PairKind.PRACTICE:
            name = translate("PairName", "Practice pair")
            remark = translate(
                "PairName", "Real speed, but its answers are only as good as its 135M model."
            )
        elif pair.remote is not None:
            name = pair.remote.server.model
            remark = _whereabouts(pair.remote)
        else:
            starter = choice.kind is PairKind.STARTER
            name = translate("PairName", "Starter model") if starter else pair.target.name
            drafter = pair.draft.name if pair.draft else translate("PairName", "n-grams")
            remark = translate("PairName", "{facts}, drafted by {drafter}.").format(
                facts=_facts(pair.target), drafter=drafter
            )
        return cls(name, " ".join([remark, *pair.notes]))


def _remote_name(server: RemoteServer | None) -> str:
    if server is None:
        return translate("PairName", "a model on a server")
    return translate("PairName", "{model} on {host}").format(
        model=server.model, host=host_of(server.url)
    )


def _whereabouts(facts: RemoteFacts) -> str:
    host = host_of(facts.server.url)
    if facts.software is ServerSoftware.UNKNOWN:
        return translate("PairName", "A model on {host}.").format(host=host)
    return translate("PairName", "A model on {host}, which runs {software}.").format(
        host=host, software=facts.software.value
    )


def host_of(url: str) -> str:
    """Host and port of a server's address, as a person reads them."""
    return urlsplit(url).netloc


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
