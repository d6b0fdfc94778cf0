"""Words with a fixed meaning: which of two texts is the yes."""

import pytest

from datasets.words import BOOLEAN_PAIRS, usual_yes


@pytest.mark.parametrize("pair", BOOLEAN_PAIRS)
def test_the_word_for_yes_is_the_yes_in_every_language(pair):
    no, yes = pair
    assert usual_yes((no, yes)) == usual_yes((yes, no)) == yes


@pytest.mark.parametrize(
    ("classes", "yes"),
    [(("Ja", "Nein"), "Ja"), (("JA ", "nein"), "JA "), (("0.0", "1.00"), "1.00"), (("leaves", "stays"), "stays")],
)
def test_case_and_blanks_do_not_matter_and_of_other_texts_it_is_the_second(classes, yes):
    assert usual_yes(classes) == yes
