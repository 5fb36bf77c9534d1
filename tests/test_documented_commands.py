"""Every block of code in the documentation is run, parsed or looked at; a new kind of it fails."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from documents import BLOCKS, FENCED, MANUAL, PAGES, REPOSITORY, Block, blocks_of, named, text_of
from paceline.cli.arguments.command import Command
from paceline.cli.arguments.options import Options
from paceline.cli.arguments.parser import make_parser, parse
from paceline.library.catalog import load_catalog

_PROGRAM: Final = frozenset({"paceline", ".venv/bin/paceline", "dist/paceline/paceline"})
_PYTHON: Final = frozenset({"python", "python3", ".venv/bin/python"})
_ASSIGNMENT: Final = re.compile(r"[A-Z_]+=")
_MAKEFILE: Final = (REPOSITORY / "Makefile").read_text("utf-8")
_TARGETS: Final = frozenset(re.findall(r"^([a-z][a-z-]*):", _MAKEFILE, re.MULTILINE))
_VARIABLES: Final = frozenset(re.findall(r"^([A-Z_]+) *\??=", _MAKEFILE, re.MULTILINE))
_OTHERS: Final = frozenset({"apt", "apt-get", "cd", "curl", "dnf", "eval", "export", "git", "tar"})
"""Programs of the system, which a page may use; what they do is not for us to test."""
STOP_SECONDS: Final = 60.0
"""What goes on ends in a second; a busy machine may take many times that."""


def _words(line: str) -> list[str]:
    """Return the words of a command line without the variables that are set for it."""
    words = shlex.split(line, comments=True)
    while words and _ASSIGNMENT.match(words[0]):
        del words[0]
    return words


_REFUSED: Final = tuple(block.above for block in BLOCKS if block.above and "--help`." in block.text)
"""What cannot be typed, as the output below says."""

_COMMAND_LINES: Final = tuple(
    (block, line)
    for block in BLOCKS
    if block.language == "sh" and block not in _REFUSED
    for line in block.lines()
)


def _shell_lines() -> Iterator[object]:
    for block, line in _COMMAND_LINES:
        yield pytest.param(line, id=f"{block} {line}")


def _look_at_program(words: list[str]) -> None:
    # `--version` ends the program; what it says is shown, and so is tested.
    if words != ["--version"]:
        parse(words)


def _look_at_make(words: list[str]) -> None:
    for word in words:
        name, assigned, _ = word.partition("=")
        assert name in (_VARIABLES if assigned else _TARGETS), word


def _look_at_script(words: list[str]) -> None:
    script = REPOSITORY / words[0]
    known = script.read_text("utf-8")
    for option in words[1:]:
        assert not option.startswith("--") or f'"{option.partition("=")[0]}"' in known, option


def _judge_of(program: str) -> Callable[[list[str]], None]:
    if program in _PROGRAM:
        return _look_at_program
    if program == "make":
        return _look_at_make
    if program in _PYTHON or program.startswith(("packaging/", "./packaging/")):
        return _look_at_script
    assert program in _OTHERS, f"nobody looks at {program}"
    return lambda _words: None


@pytest.mark.parametrize("line", tuple(_shell_lines()))
def test_every_command_shown_can_be_typed(line: str) -> None:
    for part in re.split(r" (?:\||&&|;|>) ", line):
        program, *words = _words(part.removeprefix("sudo "))
        if program.startswith(("packaging/", "./packaging/")):
            words.insert(0, program)
        _judge_of(program)(words)


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_is_of_a_kind_that_is_looked_at(block: Block) -> None:
    match block.language:
        case "sh":
            assert block.lines()
            subprocess.run(["sh", "-n"], input=block.text, encoding="utf-8", check=True)
        case "text":
            assert block.above, "what does it show?"
            assert block.above.language == "sh"
            assert len(block.above.lines()) == 1, "which of these says it?"
        case "toml":
            tomllib.loads(block.text)
        case "json":
            json.loads(block.text)
        case "python":
            compile(block.text, str(block), "exec")
        case "":
            # A drawing: nothing that somebody would type.
            assert not re.search(
                r"^\s*(\$|make|paceline|sudo|curl|python) ", block.text, re.MULTILINE
            )
        case _:
            pytest.fail(f"nobody looks at {block.language}")


def _goes_on(command: str) -> bool:
    """Whether a command runs until it is stopped."""
    return _words(command)[1] in {"rpc", "serve"}


def _shown() -> Iterator[object]:
    """Return every command that is followed by what it says, which stands under it."""
    for block in BLOCKS:
        if block.language == "text" and block.above:
            (command,) = block.above.lines()
            # Real weights want the processors for themselves.
            loads = "--starter" in command or _goes_on(command)
            marks = [pytest.mark.alone] if loads else []
            yield pytest.param(command, block.text, id=command, marks=marks)


@pytest.mark.parametrize(("command", "output"), tuple(_shown()))
def test_a_command_says_what_is_shown_below_it(command: str, output: str, tmp_path: Path) -> None:
    if _goes_on(command):
        said = _first_line(command, tmp_path)
        assert said.startswith(output.split("…", maxsplit=1)[0].strip())
        return
    ended = _run(command, tmp_path)
    failed = output.startswith("paceline")
    assert ended.returncode == (2 if failed and "--version" not in command else 0), ended.stdout
    wanted = ".*".join(re.escape(part) for part in _trimmed(output).split("…"))
    assert re.fullmatch(wanted, _trimmed(ended.stdout), re.DOTALL), ended.stdout


def _is_quick(options: Options) -> bool:
    """Whether a command needs neither network nor weights nor a window."""
    match options.job:
        case "learned" | "completion":
            return True
        case "devices":
            return not (options.pair or options.starter or options.target)
        case "models":
            pairs = {pair.id for pair in load_catalog()}
            return options.models_deed in {None, "list"} or (
                options.models_deed == "show" and options.name in pairs
            )
        case _:
            return False


def _quick() -> list[str]:
    found = set()
    for _, line in _COMMAND_LINES:
        program, *words = _words(line)
        if program in _PROGRAM and "--version" not in words and not {"|", ">"} & set(words):
            found |= {shlex.join(["paceline", *words])} if _is_quick(parse(words)) else set()
    return sorted(found)


@pytest.mark.parametrize("command", _quick())
def test_what_needs_no_network_and_no_weights_works_as_it_stands(
    command: str, tmp_path: Path
) -> None:
    ended = _run(command, tmp_path)
    assert ended.returncode == 0, ended.stdout
    assert ended.stdout.strip()


def test_the_two_commands_of_the_first_page_are_there() -> None:
    first = text_of(REPOSITORY / "README.md")
    assert "```sh\nmake run\n```" in first
    assert "```sh\nmake test " in first
    assert REPOSITORY / "README.md" in PAGES


def _options(command: Command) -> Iterator[str]:
    for _, actions in command.groups():
        yield from (option for action in actions for option in action.option_strings)
    for _, below in command.commands().values():
        yield from _options(below)


def _scripts_named(page: Path) -> str:
    """Return the text of all scripts that a page names, whatever folder it counts from."""
    folders = (REPOSITORY, page.parent, REPOSITORY / "tests" / "benchmarks")
    names = re.findall(r"`(?:[^`]* )?([\w./-]+\.(?:py|sh))\b", text_of(page))
    files = [folder / name for name in names for folder in folders]
    return "".join(text_of(file) for file in files if file.is_file())


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_and_options_named_in_a_sentence_exist(page: Path) -> None:
    prose = FENCED.sub("", text_of(page))
    jobs = {*make_parser().commands(), "worker"}
    assert set(re.findall(r"`(?:\.venv/bin/)?paceline ([a-z]+)\b(?!\.)", prose)) <= jobs
    of_pytest = {"--replies", "--mutations", "--download-mb"}
    # Those of vLLM and llama-server.
    of_servers = {"--max-model-len", "--metrics", "--per-request-spec-decode-metrics"}
    known = set(_options(make_parser())) | of_pytest | of_servers
    scripts = _scripts_named(page)
    for option in re.findall(r"`(--[a-z][a-z-]+)", prose):
        assert option in known or option in scripts, option


def _surroundings(home: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("HF_")},
        "HOME": str(home),
        "USERPROFILE": str(home),
        "HF_HUB_OFFLINE": "1",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(REPOSITORY / "app"),
    }


@contextmanager
def _running(arguments: Sequence[str], folder: Path) -> Iterator[Iterator[str]]:
    """Start a command that goes on, at a free port, and yield its lines; it is ended then."""
    with subprocess.Popen(
        [sys.executable, "-m", "paceline", *arguments, "--port", "0"],
        env=_surroundings(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as running:
        assert running.stdout
        try:
            yield running.stdout
            running.terminate()
            running.communicate(timeout=STOP_SECONDS)
        finally:
            running.kill()


def _first_line(command: str, folder: Path) -> str:
    """Return the first line of a command that goes on, with the port that the page shows.

    It runs with the starter instead of a pair that would have to be built.
    """
    arguments = _words(command)[1:]
    without_building = shlex.join(arguments).replace("--pair practice", "--starter")
    with _running(shlex.split(without_building), folder) as lines:
        return re.sub(r":\d{4,5}\b", f":{parse(arguments).port}", next(lines))


@pytest.mark.alone
def test_the_examples_for_clients_of_the_local_server_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = MANUAL / "server.md"
    examples = [block.text for block in blocks_of(page) if block.language == "python"]
    assert examples
    server = ["serve", "--starter", "--alias", "practice", "--seats", "1"]
    with _running(server, tmp_path) as lines:
        found = re.search(r"http://[\d.]+:\d+/v1", next(lines))
        assert found
        known: dict[str, object] = {}
        for example in examples:
            exec(example.replace("http://127.0.0.1:8484/v1", found[0]), known)
            assert capsys.readouterr().out.strip()


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = _words(command)
    assert program in _PROGRAM
    return subprocess.run(
        [sys.executable, "-m", "paceline", *arguments],
        env=_surroundings(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def _trimmed(text: str) -> str:
    """Return the text without blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
