"""Arguments of `paceline chat`."""

from paceline.cli.arguments import values
from paceline.cli.arguments.groups import Jobs, add_loading, add_models, add_verbose, add_writing
from paceline.options import Overflow


def add_chat(jobs: Jobs) -> None:
    """Describe the job to the parser."""
    chat = jobs.add_parser("chat", help="chat here, in the terminal")
    add_models(chat)
    add_loading(chat)
    add_verbose(chat)
    add_writing(chat)
    chat.add_argument(
        "--prompt", type=values.whole_text, help="one message; without it the chat is interactive"
    )
    chat.add_argument("--system", type=values.whole_text, help="the system prompt")
    chat.add_argument(
        "--draft-length",
        type=values.draft_length,
        metavar="N",
        help="guesses per draft; without it the governor chooses",
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
    chat.add_argument(
        "--stop",
        type=values.stop_string,
        action="append",
        default=[],
        metavar="TEXT",
        help="end a reply before this text; may be given several times",
    )
    chat.add_argument(
        "--overflow",
        choices=[choice.value for choice in Overflow],
        default=Overflow.STOP.value,
        help="what a full context does: stop ends the reply, rolling forgets the oldest turns, "
        "middle forgets those behind the first (stop)",
    )
    chat.add_argument("--json", action="store_true", help="print one JSON object per round")
