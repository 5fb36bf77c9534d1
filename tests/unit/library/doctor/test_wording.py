from paceline.library.doctor.diagnosis import Caution, Rule
from paceline.library.doctor.wording import Phrase, caution_phrase, rule_phrase


def test_every_rule_and_every_caution_has_its_own_words() -> None:
    rules = [str(rule_phrase(rule)) for rule in Rule]
    cautions = [str(caution_phrase(caution)) for caution in Caution]
    assert len(set(rules + cautions)) == len(Rule) + len(Caution)
    assert all(text.endswith(".") for text in cautions)


def test_a_phrase_is_filled_in_with_grouped_numbers_and_foreign_names_as_they_are() -> None:
    phrase = Phrase("{name} has {count} tokens.", {"name": "{draft}.gguf", "count": 128256})
    assert str(phrase) == "{draft}.gguf has 128,256 tokens."
