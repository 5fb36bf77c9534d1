import pytest

from paceline.chat import ChatMessage, Role
from paceline.engine.chat_template import ChatTemplate
from paceline.errors import AppError, ErrorCode

TALK = (
    ChatMessage(Role.SYSTEM, "Be brief."),
    ChatMessage(Role.USER, "Hello"),
)


def test_the_models_own_template_decides() -> None:
    template = ChatTemplate(
        "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{{ eos_token }}"
        "{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}",
        bos="<s>",
        eos="</s>",
    )
    assert template.note is None
    assert template.render(TALK) == "<s>[system]Be brief.</s>[user]Hello</s>[assistant]"


@pytest.mark.parametrize("source", [None, "{% if %}", "{{ unclosed"])
def test_without_a_usable_template_chatml_is_used_and_said(source: str | None) -> None:
    template = ChatTemplate(source, bos="", eos="")
    assert template.note is not None
    assert "ChatML" in template.note
    assert template.render(TALK) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_a_template_that_refuses_a_conversation_gives_its_reason() -> None:
    template = ChatTemplate("{{ raise_exception('System role not supported') }}", bos="", eos="")
    with pytest.raises(AppError, match="System role not supported") as caught:
        template.render(TALK)
    assert caught.value.code == ErrorCode.PROMPT_UNRENDERABLE


@pytest.mark.parametrize(
    "source",
    [
        "{{ messages.__class__.__mro__ }}",
        "{{ messages[0].content.missing.deeper }}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
    ],
)
def test_a_hostile_or_broken_template_is_refused(source: str) -> None:
    with pytest.raises(AppError) as caught:
        ChatTemplate(source, bos="", eos="").render(TALK)
    assert caught.value.code == ErrorCode.PROMPT_UNRENDERABLE


def test_the_fallback_ends_a_reply_by_itself_and_a_template_of_the_models_own_does_not() -> None:
    assert ChatTemplate(None, bos="", eos="").stop == ("<|im_end|>",)
    assert ChatTemplate("{{ messages[0].content }}", bos="", eos="").stop == ()


THOUGHT = (ChatMessage(Role.ASSISTANT, "<think>\nhm\n</think>\n\n42"),)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ messages[0].content }}", THOUGHT[0].content),
        ("{{ messages[0].content.split('</think>')[-1].lstrip() }}", "42"),
        ("{% set m = messages[0] %}{{ m.content }}|{{ m.reasoning_content }}", "42|hm"),
        ("{% set m = messages[0] %}{{ m.content }}|{{ m.thinking }}", "42|hm"),
        ("{% set enable_thinking = 1 %}{{ messages[0].content }}", THOUGHT[0].content),
    ],
)
def test_the_template_decides_what_becomes_of_earlier_reasoning(source: str, text: str) -> None:
    assert ChatTemplate(source, bos="", eos="").render(THOUGHT) == text
