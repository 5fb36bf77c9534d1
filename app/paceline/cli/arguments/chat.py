"""Arguments of `paceline chat`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.command import DONE, FAILED, STOPPED, Command, Jobs
from paceline.cli.arguments.groups import (
    NAMING_MODELS,
    add_json,
    add_loading,
    add_models,
    add_verbose,
    add_writing,
)
from paceline.options import Overflow


def add_chat(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    chat = jobs.add_parser(
        "chat",
        help="chat here, in the terminal",
        description="Chat in the terminal. Tokens are coloured by their origin where the terminal "
        "has colours, and a line of figures follows every reply. With --prompt there is one reply; "
        "standard output then holds the reply alone. In a conversation Ctrl+C stops a reply, "
        "Ctrl+D ends the chat, and /help lists the commands.",
        notes=NAMING_MODELS,
        examples=(
            ("paceline chat", "a conversation with the practice pair"),
            ("paceline chat --pair qwen3-4b", "with a pair that was fetched"),
            ("paceline chat --target large.gguf --draft small.gguf", "with files of yours"),
            ("paceline chat --server http://127.0.0.1:8080", "with what a server has loaded"),
            ('paceline chat --starter --prompt "Hello" --json', "one reply, each pass as JSON"),
        ),
        statuses=(DONE, FAILED, STOPPED),
    )
    chat.add_argument(
        "--prompt",
        type=values.whole_text,
        metavar="TEXT",
        help="one message; without it the chat is a conversation",
    )
    chat.add_argument(
        "--system",
        type=values.whole_text,
        metavar="TEXT",
        help="the system prompt (default: none)",
    )
    chat.add_argument(
        "--stop",
        type=values.stop_string,
        action="append",
        default=[],
        metavar="TEXT",
        help="end a reply before this text; may be given several times (default: none)",
    )
    chat.add_argument(
        "--overflow",
        choices=[choice.value for choice in Overflow],
        default=Overflow.STOP.value,
        metavar="WAY",
        help="what a full context does: stop ends the reply, rolling forgets the oldest turns, "
        "middle forgets those behind the first (default: stop)",
    )
    chat.add_argument(
        "--draft-length",
        type=values.draft_length,
        metavar="N",
        help="guesses per draft, 1 to 16 (default: the governor chooses)",
    )
    chat.add_argument(
        "--no-tuned",
        dest="tuned",
        action="store_false",
        default=True,
        help="ignore what `paceline tune` found for this pair",
    )
    chat.add_argument(
        "--no-learning",
        dest="learning",
        action="store_false",
        default=True,
        help="learn nothing from this chat, and use nothing learned before",
    )
    add_json(chat, "print one JSON object for each pass and one for the reply")
    add_verbose(chat)
    add_models(chat)
    _add_server(chat)
    add_loading(chat)
    add_writing(
        chat, temperature="0.8", max_tokens="until the model ends it", seed="a new one each time"
    )


def _add_server(chat: Command) -> None:
    """Let the person choose a model on a server."""
    group = chat.add_argument_group("servers")
    group.add_argument(
        "--server",
        type=values.whole_text,
        metavar="URL",
        help="chat with a model on a server that speaks OpenAI's protocol, as llama-server, vLLM, "
        "Ollama or `paceline serve`, with the key in PACELINE_SERVER_KEY (default: a pair here)",
    )
    group.add_argument(
        "--model",
        type=values.whole_text,
        metavar="NAME",
        help="which of the server's models (default: the one that it has)",
    )
    group.add_argument(
        "--allow-unencrypted",
        action="store_true",
        help="send the chat without encryption also outside of your own network",
    )
