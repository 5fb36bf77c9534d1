import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from paceline.cli.arguments.completion import SHELLS
from paceline.cli.arguments.parser import parse
from paceline.cli.completion import completion, script

_BASH = """
source {script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_shtab_paceline
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert completion(parse(["completion", shell])) == 0
    said = capsys.readouterr().out
    assert "qwen3-4b" in said
    assert "`" not in "".join(line for line in said.splitlines() if "NAME" in line)
    assert "--native" not in said, "what is not shown is not completed"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_read_its_script(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not on this machine")
    file = tmp_path / "script"
    file.write_text(script(shell), "utf-8")
    subprocess.run([program, "-n", file], check=True)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("paceline mod", {"models"}),
        ("paceline chat --pair qwen3-4", {"qwen3-4b"}),
        ("paceline chat --pair pract", {"practice"}),
        ("paceline models get qwen3-4", {"qwen3-4b"}),
        ("paceline models veri", {"verify"}),
        ("paceline chat --target ", {"large.gguf", "models"}),
        ("paceline chat --draft la", {"large.gguf"}),
        ("paceline bench --html ", {"large.gguf", "models", "notes.txt"}),
        ("paceline chat --drafter ngram-m", {"ngram-map"}),
        ("paceline completion f", {"fish"}),
    ],
)
def test_the_tab_key_completes_what_can_be_known(
    typed: str, offered: set[str], tmp_path: Path
) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not on this machine")
    file = tmp_path / "script"
    file.write_text(script("bash"), "utf-8")
    folder = tmp_path / "here"
    (folder / "models").mkdir(parents=True)
    for name in ("large.gguf", "notes.txt"):
        (folder / name).touch()
    words = " ".join(shlex.quote(word) for word in typed.split(" "))
    said = subprocess.run(
        [bash, "-c", _BASH.format(script=shlex.quote(str(file)), words=words)],
        cwd=folder,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert set(said.stdout.split()) == offered
