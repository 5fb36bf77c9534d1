"""What is known of newer versions, and when to ask and to tell: kept in a small file.

The automatic check asks once a day at the most, whatever came of it, and tells once a day of what
the person neither skipped nor put off. Safe to use from several threads.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import msgspec

import paceline
from paceline.errors import AppError, ErrorCode
from paceline.library.updates.releases import Release, newer
from paceline.whole_file import read_record, write_whole

if TYPE_CHECKING:
    from paceline.library.updates.asking import Patience

BETWEEN_QUESTIONS: Final = timedelta(days=1)
LATER: Final = timedelta(days=7)
"""For how long “remind me later” is quiet."""
STARTS_BEFORE_ASKING: Final = 3
DAYS_BEFORE_ASKING: Final = timedelta(days=1)
"""A person who met the program a moment ago is not asked for consents."""
_MOST_FILE_BYTES: Final = 2 << 20


Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


class Memory(msgspec.Struct, frozen=True):
    """The file; unknown fields are ignored."""

    first_start: Moment | None = None
    starts: int = 0
    consent_asked: bool = False
    asked_at: Moment | None = None
    answered_at: Moment | None = None
    told_at: Moment | None = None
    quiet_until: Moment | None = None
    skipped: str = ""
    address: str = ""
    mark: str = ""
    releases: tuple[Release, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known: `newer` than `current`, newest first, as told at `answered_at`."""

    current: str
    newer: tuple[Release, ...]
    answered_at: datetime | None


class Updates:
    """Asks the feed at an address, and remembers in a file."""

    def __init__(
        self,
        file: Path,
        address: str,
        *,
        current: str = paceline.__version__,
        patience: "Patience | None" = None,
    ) -> None:
        self._file = file
        self._address = address
        self._current = current
        self._patience = patience
        self._lock = threading.Lock()

    @property
    def can_ask(self) -> bool:
        """Whether this copy knows an address at all."""
        return bool(self._address)

    def standing(self) -> Standing:
        """Return what is known without asking."""
        return self._standing(self._read())

    def is_due(self, now: datetime) -> bool:
        """Whether the automatic check may ask again; a clock that was put back does not bar it."""
        asked = self._read().asked_at
        return self.can_ask and (asked is None or not now - BETWEEN_QUESTIONS < asked <= now)

    def ask(self, now: datetime, *, offline: bool = False) -> Standing:
        """Ask now; blocks. Raises one of the codes UPDATES_*, and FILE_UNWRITABLE or DISK_FULL."""
        from paceline.library.updates.asking import Told, ask  # noqa: PLC0415 - brings a client along

        if not self._address:
            raise AppError(ErrorCode.UPDATES_NOT_TOLD)
        if offline:
            raise AppError(ErrorCode.UPDATES_OFFLINE)
        before = self._change(lambda known: msgspec.structs.replace(known, asked_at=now))
        mark = before.mark if before.address == self._address else ""
        told = ask(self._address, mark, self._patience)

        def learn(known: Memory) -> Memory:
            known = msgspec.structs.replace(known, answered_at=now)
            if not isinstance(told, Told):
                return known
            return msgspec.structs.replace(
                known, address=self._address, mark=told.mark, releases=told.releases
            )

        return self._standing(self._change(learn))

    def news(self, now: datetime) -> Release | None:
        """Return the newest version where it is to be told unasked now."""
        known = self._read()
        found = self._standing(known).newer
        if not found or found[0].version == known.skipped:
            return None
        quiet = known.quiet_until is not None and now < known.quiet_until <= now + LATER
        told = known.told_at is not None and now - BETWEEN_QUESTIONS < known.told_at <= now
        return None if quiet or told else found[0]

    def note_told(self, now: datetime) -> None:
        """The person was told of the newest version."""
        self._change(lambda known: msgspec.structs.replace(known, told_at=now))

    def skip(self, version: str) -> None:
        """Be quiet about this version for good."""
        self._change(lambda known: msgspec.structs.replace(known, skipped=version))

    def put_off(self, now: datetime) -> None:
        """Be quiet for a week."""
        self._change(lambda known: msgspec.structs.replace(known, quiet_until=now + LATER))

    def note_start(self, now: datetime) -> bool:
        """Count a start of the program; says whether to ask for consent in its course.

        That is asked once: not at the first starts, and only if there is somebody to ask for news.
        """
        known = self._change(
            lambda known: msgspec.structs.replace(
                known, starts=known.starts + 1, first_start=known.first_start or now
            )
        )
        first = known.first_start or now
        return (
            self.can_ask
            and not known.consent_asked
            and known.starts >= STARTS_BEFORE_ASKING
            and now - first >= DAYS_BEFORE_ASKING
        )

    def note_consent_asked(self) -> None:
        """The person was asked, and is not asked again."""
        self._change(lambda known: msgspec.structs.replace(known, consent_asked=True))

    def _standing(self, known: Memory) -> Standing:
        releases = known.releases if known.address == self._address else ()
        return Standing(self._current, newer(releases, self._current), known.answered_at)

    def _read(self) -> Memory:
        found = read_record(self._file, Memory, most_bytes=_MOST_FILE_BYTES)
        return found or Memory()

    def _change(self, change: Callable[[Memory], Memory]) -> Memory:
        with self._lock:
            known = change(self._read())
            write_whole(self._file, msgspec.json.encode(known))
            return known
