"""The job: one check after the other, told as they end.

What only other packages can do is passed in by `__main__`: how this program starts itself, and
whether its sentences in other languages are there, which needs Qt.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from paceline.cli.arguments.options import Options
from paceline.cli.selftest.headers import read_generated
from paceline.cli.selftest.native import NativeProbe, report_native
from paceline.cli.selftest.report import Check, Outcome, examine, report
from paceline.cli.selftest.shipped import catalogue, resources
from paceline.cli.selftest.speculating import round_trip, speculate
from paceline.cli.selftest.storing import store
from paceline.cli.terminal import discard_broken_pipes, prepare_streams, print_json

DONE: Final = 0
BROKEN: Final = 1
"""The exit status where a check failed."""
INTERRUPTED: Final = 130
UNREAD: Final = 141
"""What shells report of a program whose reader went away, as `head` does."""

OwnCommand = Callable[..., Sequence[str]]
"""Returns the command that starts this program with the given arguments."""

_AGAIN: Final = "Install Paceline again: files of the program are missing or damaged."
_BUILD: Final = "Install Paceline again, in the build that is meant for this computer."
_PROCESS: Final = (
    "Install Paceline again. If that does not help, look whether a virus scanner or a limit on "
    "memory ends new processes."
)
_DECODING: Final = (
    "Do not rely on replies of this installation. Install Paceline again, and report it where that "
    "does not help."
)
_ROOM: Final = (
    "Look whether the folder for temporary files can be written and has room; else install "
    "Paceline again."
)


def selftest(options: Options, own_command: OwnCommand, translations: Callable[[], str]) -> int:
    """Run the job and return its exit status."""
    prepare_streams()
    try:
        if options.native:
            return report_native()
        probe = NativeProbe(own_command("selftest", "--native"))
        checks = _checks(probe, own_command("worker"), translations)
        return _selftest(checks, probe, as_json=options.json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        discard_broken_pipes()
        return UNREAD


def _checks(
    probe: NativeProbe, worker: Sequence[str], translations: Callable[[], str]
) -> tuple[Check, ...]:
    """Return all checks, the quick ones first."""
    return (
        Check("resources", resources, _AGAIN),
        Check("catalogue", catalogue, _AGAIN),
        Check("translations", translations, _AGAIN),
        Check("database", store, _ROOM),
        Check("header parser", read_generated, _AGAIN),
        Check("library", probe.library, _BUILD),
        Check("devices", probe.devices, _BUILD),
        Check("worker", partial(round_trip, worker), _PROCESS),
        Check("speculation", partial(speculate, worker), _DECODING),
    )


def _selftest(checks: Sequence[Check], probe: NativeProbe, *, as_json: bool) -> int:
    outcomes: list[Outcome] = []
    for check in checks:
        outcome = examine(check)
        outcomes.append(outcome)
        if not as_json:
            print(outcome.line, flush=True)
    found = report(tuple(outcomes), probe.variant())
    if as_json:
        print_json(found)
    else:
        failed = sum(not outcome.ok for outcome in outcomes)
        parts = f"{failed} of {len(outcomes)} parts of Paceline {found.version} do not work."
        print(parts if failed else f"Paceline {found.version} works.")
    print(end="", flush=True)
    return DONE if found.ok else BROKEN
