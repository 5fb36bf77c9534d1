"""A token on a command line is seen by everybody on the machine, so no command takes one."""

import re
from typing import Final

import pytest

from paceline.cli.arguments.parser import parse

MODELS: Final = ("search", "show", "get", "list", "verify", "rm")
COMMANDS: Final = (
    *((job,) for job in ("window", "chat", "bench", "parity", "tune", "devices", "doctor")),
    *(("models", job) for job in MODELS),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_takes_a_token(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse([*command, "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert "--help" in options
    assert {one for one in options if re.search("token|password|secret", one)} <= {"--max-tokens"}
