"""A worker without an engine: a real child process that speaks the real protocol.

It streams a given text with plausible origins, obeys `Configure` and `Cancel` between rounds,
and on demand misbehaves in one way (`--do DEED`) at one moment (`--at MOMENT`), as a broken
engine would. Run as a program; tests build its command line with `arguments`.
"""

import argparse
import contextlib
import json
import os
import queue
import re
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import NoReturn, assert_never

from paceline.chat import TokenCount
from paceline.errors import ErrorCode
from paceline.options import Speculation
from paceline.protocol.codec import decode_command, encode
from paceline.protocol.messages import (
    PROTOCOL_VERSION,
    AlternativeRound,
    AlternativesSaid,
    Cancel,
    Command,
    Configure,
    ConnectPair,
    CountTokens,
    Device,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    GenerateAlternatives,
    LoadPair,
    LoadProgress,
    ModelFacts,
    PairLoaded,
    PromptProgress,
    Ready,
    Request,
    RoundDone,
    Shutdown,
    Unload,
)
from paceline.provenance import Origin, RejectedGuess, ReplySummary, Round, StopReason, Token
from paceline.tally import Tally

TEXT = (
    "A binary search tree keeps its keys in order: smaller ones to the left of every node and "
    "larger ones to the right, so that each step of a search leaves half of the tree aside. "
)
OFF = Speculation(enabled=False)
STRAY_ID = 4_000_000
"""A request id that no client gives in a test."""


class Moment(StrEnum):
    """When a deed is done."""

    START = "start"
    """Instead of `Ready`."""
    READY = "ready"
    """Just after `Ready`."""
    LOAD = "load"
    """Half-way through the load of the target."""
    PREFILL = "prefill"
    """Half-way through the prompt."""
    ROUND = "round"
    """After the rounds that `--rounds-before` counts."""
    CANCEL = "cancel"
    """Where a cancelled reply should end."""
    END = "end"
    """Just after the end of a request."""
    SHUTDOWN = "shutdown"
    """Where it should exit."""


class Deed(StrEnum):
    """What goes wrong."""

    SEGV = "segv"
    ABORT = "abort"
    EXIT = "exit"
    """Exits with status 3."""
    EXIT_0 = "exit-0"
    """Exits as if all were well."""
    HANG = "hang"
    """Does nothing more, for good."""
    NOISE = "noise"
    """Writes a line that is no message, and goes on."""
    HALF_LINE = "half-line"
    """Dies of SIGSEGV in the middle of a message."""
    ENDLESS_LINE = "endless-line"
    """Writes for ever without a newline."""
    STRAY = "stray"
    """Sends events for a request that does not exist, and goes on."""
    TWICE = "twice"
    """Ends the last request once more, and goes on."""
    READY_AGAIN = "ready-again"
    PROGRESS = "progress"
    """Reports progress of nothing; at `START` it thereby speaks before `Ready`."""
    CLOSE_STDIN = "close-stdin"
    """Closes its stdin and hangs; one read that had begun still takes what comes next."""
    CLOSE_STDOUT = "close-stdout"
    """Closes its stdout and hangs."""
    FAIL = "fail"
    """Ends the request in an expected failure."""


class Ignored(StrEnum):
    """What a stubborn worker does not listen to."""

    CANCEL = "cancel"
    SHUTDOWN = "shutdown"
    """Both `Shutdown` and the end of stdin."""
    SIGTERM = "sigterm"


class Options(argparse.Namespace):
    """The command line."""

    text: str
    repeat: int
    pace_ms: float
    prompt_passes: int
    do: Deed | None
    at: Moment | None
    only: str
    rounds_before: int
    ignore: list[Ignored]
    ready_delay_ms: float
    protocol_version: int
    split_ms: float | None
    stderr_lines: int
    log: Path | None
    most_seats: int


def arguments(*flags: str) -> list[str]:
    """Arguments for the Python interpreter that run this worker with the given flags."""
    return [str(Path(__file__).resolve()), *flags]


def parse(flags: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", default=TEXT, help="what every reply says")
    parser.add_argument("--repeat", type=int, default=1, help="how often it says so")
    parser.add_argument("--pace-ms", type=float, default=2, help="time per round or prompt pass")
    parser.add_argument("--prompt-passes", type=int, default=2)
    parser.add_argument("--do", type=Deed)
    parser.add_argument("--at", type=Moment)
    parser.add_argument("--only", default="", help="do it only where the target's path says this")
    parser.add_argument("--rounds-before", type=int, default=2)
    parser.add_argument("--ignore", type=Ignored, nargs="+", default=[])
    parser.add_argument("--ready-delay-ms", type=float, default=0)
    parser.add_argument("--protocol-version", type=int, default=PROTOCOL_VERSION)
    parser.add_argument("--split-ms", type=float, help="write every message in halves, this apart")
    parser.add_argument("--stderr-lines", type=int, default=0, help="lines on stderr at the start")
    parser.add_argument("--log", type=Path, help="where to note what was asked and said, and when")
    parser.add_argument("--most-seats", type=int, default=16, help="more do not fit into memory")
    return parser.parse_args(flags, namespace=Options())


class FakeWorker:
    """Reads commands on a thread and carries them out on the main one, as the real worker."""

    def __init__(self, options: Options, protocol_fd: int) -> None:
        self._options = options
        self._fd = protocol_fd
        self._commands: queue.Queue[Request | None] = queue.Queue()
        self._counts: deque[CountTokens] = deque()
        self._cancelled: set[int] = set()
        self._stopping = threading.Event()
        self._speculation = Speculation()
        self._target = ""
        self._many_seats = False
        self._seats = threading.Semaphore(1)
        self._writing = threading.Lock()
        self._last_end: Finished | Failed | None = None

    def run(self) -> None:
        if Ignored.SIGTERM in self._options.ignore:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for number in range(self._options.stderr_lines):
            sys.stderr.write(f"line {number} of the engine's own words\n")
        sys.stderr.flush()
        threading.Thread(target=self._read, daemon=True).start()
        time.sleep(self._options.ready_delay_ms / 1000)
        self._moment(Moment.START)
        self._send(self._ready())
        self._moment(Moment.READY)
        while (command := self._commands.get()) is not None:
            self._carry_out(command)
        self._moment(Moment.SHUTDOWN)

    # Commands -------------------------------------------------------------------------------

    def _read(self) -> None:
        """Stop after `Shutdown`: a thread inside a read makes the interpreter's end abort."""
        for line in sys.stdin.buffer:
            command = decode_command(line)
            self._take(command)
            if isinstance(command, Shutdown):
                return
        self._take(Shutdown())

    def _take(self, command: Command) -> None:
        match command:
            case Generate():
                self._speculation = command.speculation
                self._commands.put(command)
            case GenerateAlternatives() | LoadPair() | ConnectPair() | Unload() | Forget():
                self._commands.put(command)
            case CountTokens():
                self._counts.append(command)
                self._commands.put(command)
            case Configure():
                self._speculation = command.speculation
            case Cancel():
                if Ignored.CANCEL not in self._options.ignore:
                    self._cancelled.add(command.request_id)
            case Shutdown():
                if Ignored.SHUTDOWN not in self._options.ignore:
                    self._stopping.set()
                    self._commands.put(None)
            case _:
                assert_never(command)

    def _carry_out(self, command: Request) -> None:
        if isinstance(command, Generate) and self._many_seats:
            threading.Thread(target=self._write_beside, args=(command,), daemon=True).start()
        else:
            self._carry_out_alone(command)

    def _write_beside(self, command: Generate) -> None:
        """Write one of several replies at once."""
        with self._seats:
            self._send(self._generate(command))

    def _carry_out_alone(self, command: Request) -> None:
        match command:
            case CountTokens():
                self._count()
                return
            case LoadPair():
                end = self._load(command)
            case ConnectPair():
                end = Failed(command.request_id, ErrorCode.REMOTE_UNREACHABLE, "nobody is there")
            case Generate():
                end = self._generate(command)
            case GenerateAlternatives():
                end = self._generate_alternatives(command)
            case Unload():
                self._target = ""
                end = Finished(command.request_id)
            case Forget():
                end = Finished(command.request_id)
            case _:
                assert_never(command)
        self._last_end = end
        self._send(end)
        self._moment(Moment.END)

    def _count(self) -> None:
        """Answer the counts that wait: all words of a conversation are its tokens."""
        while self._counts:
            request = self._counts.popleft()
            lengths = [len(message.content.split()) for message in request.messages]
            count = TokenCount(sum(lengths), lengths[-1], 4096 - sum(lengths))
            self._send(Finished(request.request_id, count=count))

    def _load(self, command: LoadPair) -> Finished | Failed:
        request_id = command.request_id
        before, self._target = self._target, command.target
        self._note({"loaded": command.target})
        self._send(LoadProgress(request_id, "target", 0.5))
        if self._moment(Moment.LOAD):
            self._target = before
            return Failed(request_id, ErrorCode.FILE_NOT_GGUF, command.target)
        if command.seats > self._options.most_seats:
            self._target = before
            return Failed(request_id, ErrorCode.MEMORY_SHORT, f"{command.seats} seats")
        self._pause()
        if self._is_cancelled(request_id):
            self._moment(Moment.CANCEL)
            self._target = before
            return Finished(request_id, cancelled=True)
        self._send(LoadProgress(request_id, "target", 1.0))
        if command.draft is not None:
            self._send(LoadProgress(request_id, "draft", 1.0))
        self._send(
            PairLoaded(
                request_id,
                target=_facts(command.target, parameters=1_100_000_000),
                draft=None if command.draft is None else _facts(command.draft, 135_000_000),
                context_length=command.context_length or 4096,
                threads=command.threads or 2,
                seats=command.seats,
            )
        )
        self._many_seats, self._seats = command.seats > 1, threading.Semaphore(command.seats)
        return Finished(request_id)

    def _generate(self, command: Generate) -> Finished | Failed:
        request_id = command.request_id
        if not self._target:
            return Failed(request_id, ErrorCode.NO_PAIR)
        if self._prefill(request_id):
            return Failed(request_id, ErrorCode.PROMPT_TOO_LONG, "20 tokens for 10")
        tally = Tally()
        reason = StopReason.END
        text = ""
        words = iter(re.findall(r"\S+\s*", self._options.text) * self._options.repeat)
        asked = command.messages[-1].content if command.prompt is None else command.prompt
        self._note({"asked": asked})
        for index in count():
            if self._is_cancelled(request_id):
                self._moment(Moment.CANCEL)
                reason = StopReason.CANCELLED
                break
            if index == self._options.rounds_before and self._moment(Moment.ROUND):
                return Failed(request_id, ErrorCode.DECODE_FAILED, "llama_decode gave 1")
            left = None if command.max_tokens is None else command.max_tokens - tally.tokens
            if left == 0:
                reason = StopReason.LENGTH
                break
            round_ = _make_round(index, words, self._speculation, left, self._options.pace_ms)
            if round_ is None:
                break
            self._pause()
            tally.add(round_)
            said = "".join(token.text for token in round_.tokens)
            text += said
            self._note({"said": said})
            self._send(RoundDone(request_id, round_))
            self._count()
        return Finished(
            request_id,
            reply=_summarize(tally, text, reason, command),
            cancelled=reason is StopReason.CANCELLED,
        )

    def _prefill(self, request_id: int) -> bool:
        """Read the prompt; whether the request shall fail at that."""
        passes = self._options.prompt_passes
        for number in range(1, passes + 1):
            self._pause()
            self._send(PromptProgress(request_id, 10 * number, 10 * passes, reused=0))
            if number == (passes + 1) // 2 and self._moment(Moment.PREFILL):
                return True
            if self._is_cancelled(request_id):
                break
        return False

    def _generate_alternatives(self, command: GenerateAlternatives) -> Finished | Failed:
        """Say the text in every reply, each with a number before it; later ones are longer."""
        request_id = command.request_id
        if not self._target:
            return Failed(request_id, ErrorCode.NO_PAIR)
        if self._prefill(request_id):
            return Failed(request_id, ErrorCode.PROMPT_TOO_LONG, "20 tokens for 10")
        words = re.findall(r"\S+\s*", self._options.text) * self._options.repeat
        texts = [
            [f"{number + 1}: ", *words[: len(words) - command.count + number + 1]]
            for number in range(command.count)
        ]
        texts = [text[: command.max_tokens] for text in texts]
        tallies = [Tally() for _ in texts]
        cancelled = False
        for place in range(max(map(len, texts))):
            cancelled = self._is_cancelled(request_id)
            if cancelled:
                self._moment(Moment.CANCEL)
                break
            if place == self._options.rounds_before and self._moment(Moment.ROUND):
                return Failed(request_id, ErrorCode.DECODE_FAILED, "llama_decode gave 1")
            self._pause()
            said = []
            for number, text in enumerate(texts):
                word = iter(text[place : place + 1])
                round_ = _make_round(place, word, OFF, 1, self._options.pace_ms)
                if round_ is not None:
                    tallies[number].add(round_)
                    said.append(AlternativeRound(number, round_))
            self._send(AlternativesSaid(request_id, tuple(said)))
            self._count()
        replies = tuple(
            self._end_of(tally, text, command, number)
            for number, (tally, text) in enumerate(zip(tallies, texts, strict=True))
        )
        return Finished(request_id, cancelled=cancelled, replies=replies)

    @staticmethod
    def _end_of(
        tally: Tally, words: list[str], command: GenerateAlternatives, number: int
    ) -> ReplySummary:
        reason = StopReason.END if tally.tokens == len(words) else StopReason.CANCELLED
        return tally.summarize(
            text="".join(words[: tally.tokens]),
            stop_reason=reason,
            prompt_tokens=20,
            prefill_tokens=20 if number == 0 else 0,
            time_to_first_token_ms=5.0,
            seed=(command.sampling.seed or 0) + number,
        )

    def _note(self, entry: dict[str, str]) -> None:
        """Log it with the time, which is the same clock in every process of a machine."""
        if self._options.log is not None:
            with self._options.log.open("a") as file:
                file.write(json.dumps({"at": time.monotonic(), **entry}) + "\n")

    def _is_cancelled(self, request_id: int) -> bool:
        return request_id in self._cancelled or self._stopping.is_set()

    def _pause(self) -> None:
        time.sleep(self._options.pace_ms / 1000)

    # Events ---------------------------------------------------------------------------------

    def _ready(self) -> Ready:
        device = Device("CPU", "A processor of no make", 8 << 30, 16 << 30)
        return Ready(self._options.protocol_version, "fake 1", (device,), threads=2)

    def _send(self, event: Event) -> None:
        with self._writing:
            self._send_alone(event)

    def _send_alone(self, event: Event) -> None:
        line = encode(event)
        if self._options.split_ms is None:
            self._write(line)
        else:
            middle = len(line) // 2
            self._write(line[:middle])
            time.sleep(self._options.split_ms / 1000)
            self._write(line[middle:])

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._fd, data) :]

    # Deeds ----------------------------------------------------------------------------------

    def _moment(self, moment: Moment) -> bool:
        """Do the deed if this is its moment; whether the request shall fail."""
        deed = self._options.do
        if deed is None or moment is not self._options.at or self._options.only not in self._target:
            return False
        deeds: dict[Deed, Callable[[], None]] = {
            Deed.SEGV: lambda: self._die(signal.SIGSEGV),
            Deed.ABORT: os.abort,
            Deed.EXIT: lambda: os._exit(3),
            Deed.EXIT_0: lambda: os._exit(0),
            Deed.HANG: self._hang,
            Deed.NOISE: lambda: self._write(b"ggml_backend_load: no backend found\n"),
            Deed.HALF_LINE: self._die_in_a_message,
            Deed.ENDLESS_LINE: self._write_for_ever,
            Deed.STRAY: self._answer_for_nobody,
            Deed.TWICE: self._answer_again,
            Deed.READY_AGAIN: lambda: self._send(self._ready()),
            Deed.PROGRESS: lambda: self._send(PromptProgress(STRAY_ID, 1, 1, 0)),
            Deed.CLOSE_STDIN: lambda: self._close_and_hang(0),
            Deed.CLOSE_STDOUT: lambda: self._close_and_hang(self._fd),
            Deed.FAIL: lambda: None,
        }
        deeds[deed]()
        return deed is Deed.FAIL

    def _die_in_a_message(self) -> None:
        self._write(encode(self._ready())[:20])
        self._die(signal.SIGSEGV)

    def _write_for_ever(self) -> None:
        while True:
            self._write(b"x" * 65536)

    def _answer_for_nobody(self) -> None:
        self._send(LoadProgress(STRAY_ID, "target", 0.5))
        self._send(Finished(STRAY_ID))
        self._send(Failed(STRAY_ID, ErrorCode.ENGINE_BUG))

    def _answer_again(self) -> None:
        if self._last_end is not None:
            self._send(self._last_end)

    def _close_and_hang(self, fd: int) -> None:
        os.close(fd)
        self._hang()

    def _die(self, number: signal.Signals) -> NoReturn:
        signal.raise_signal(number)
        raise AssertionError("a signal did not kill")

    def _hang(self) -> NoReturn:
        while True:
            time.sleep(3600)


def _make_round(
    index: int, words: Iterator[str], speculation: Speculation, left: int | None, wall_ms: float
) -> Round | None:
    """The next round, or None where the text is at its end.

    With speculation every even round accepts its whole draft and every odd one only half.
    """
    drafted = (speculation.draft_length or 3) if speculation.enabled else 0
    if left is not None:
        drafted = min(drafted, left - 1)
    accepted = drafted if index % 2 == 0 else drafted // 2
    said: list[str] = []
    with contextlib.suppress(StopIteration):
        while len(said) <= accepted:
            said.append(next(words))
    if not said:
        return None
    accepted = min(accepted, len(said) - 1)
    tested = accepted if accepted == drafted else accepted + 1
    drafter = "draft-model" if drafted else None
    tokens = [
        Token(
            1000 + slot,
            said[slot],
            Origin.DRAFTED,
            0.9,
            2.0,
            drafter="draft-model",
            slot=slot,
            draft_p=0.8,
        )
        for slot in range(accepted)
    ]
    own, own_id = said[accepted], 1000 + accepted
    if not drafted:
        tokens.append(Token(own_id, own, Origin.PLAIN, 0.7, 2.0))
    elif accepted == drafted:
        tokens.append(Token(own_id, own, Origin.BONUS, 0.7, 2.0))
    else:
        ghost = RejectedGuess(7, "tree ", draft_p=0.6, target_p=0.2)
        tokens.append(Token(own_id, own, Origin.CORRECTED, 0.7, 2.0, rejected=ghost))
    draft_ms = 0.2 * wall_ms if drafted else 0.0
    return Round(
        index=index,
        drafter=drafter,
        drafted=drafted,
        tested=tested,
        accepted=accepted,
        width=drafted + 1,
        draft_ms=draft_ms,
        decode_ms=wall_ms,
        catch_up_ms=0.0,
        verify_ms=0.75 * wall_ms,
        sample_ms=0.01 * wall_ms,
        wall_ms=wall_ms,
        tokens=tuple(tokens),
    )


def _summarize(tally: Tally, text: str, reason: StopReason, command: Generate) -> ReplySummary:
    return tally.summarize(
        text=text,
        stop_reason=reason,
        prompt_tokens=20,
        prefill_tokens=20,
        time_to_first_token_ms=5.0,
        seed=command.sampling.seed or 0,
    )


def _facts(path: str, parameters: int) -> ModelFacts:
    return ModelFacts(
        path=path,
        name=Path(path).stem,
        description="llama 1B Q4_0",
        parameters=parameters,
        size=parameters // 2,
        layers=16,
        context_length_trained=8192,
    )


def main() -> None:
    """Keep fd 1 for the protocol and give everything else stderr, as the real worker does."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    protocol_fd = os.dup(1)
    os.dup2(2, 1)
    FakeWorker(parse(sys.argv[1:]), protocol_fd).run()


if __name__ == "__main__":
    main()
