"""Ready-made examples of asking the server, for copying. Pure."""

import shlex
from enum import Enum
from typing import Final

_KEY_PLACE: Final = "YOUR-KEY"


class Language(Enum):
    """What an example is written in."""

    CURL = "curl"
    PYTHON = "Python"


def example(language: Language, url: str, model: str, *, key_required: bool) -> str:
    """Return an example that asks the server at the base `url`; the key is left to be filled in."""
    match language:
        case Language.CURL:
            return _curl(url, model, key_required=key_required)
        case Language.PYTHON:
            return _python(url, model, key_required=key_required)


def _curl(url: str, model: str, *, key_required: bool) -> str:
    key = f"  -H 'Authorization: Bearer {_KEY_PLACE}' \\\n" if key_required else ""
    body = (
        f'{{"model": "{_quoted(model)}",\n'
        '       "messages": [{"role": "user", "content": "Hello"}]}'
    )
    return (
        f"curl {url}/chat/completions \\\n"
        f"{key}"
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d {shlex.quote(body)}"
    )


def _python(url: str, model: str, *, key_required: bool) -> str:
    key = _KEY_PLACE if key_required else "none"
    return (
        "from openai import OpenAI\n\n"
        f'client = OpenAI(base_url="{url}", api_key="{key}")\n'
        "reply = client.chat.completions.create(\n"
        f'    model="{_quoted(model)}", messages=[{{"role": "user", "content": "Hello"}}]\n'
        ")\n"
        "print(reply.choices[0].message.content)"
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
