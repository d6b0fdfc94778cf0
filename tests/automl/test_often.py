import pytest

from automl.metrics._often import often


@pytest.mark.parametrize(
    ("share", "digits", "words"),
    [
        (0.843, 0, "84 times in 100"),
        (0.843, 1, "84.3 times in 100"),
        (0.01, 0, "1 time in 100"),
        (0.9949, 0, "99 times in 100"),
        (0.9962, 0, "996 times in 1,000"),
        (0.9962, 1, "99.6 times in 100"),
        (0.99996, 1, "nearly every time"),
        (0.0011, 0, "1 time in 1,000"),
        (0.0001, 0, "hardly ever"),
        (1.0, 0, "every time"),
        (1.0, 1, "every time"),
        (0.0, 0, "never"),
    ],
)
def test_a_share_is_said_as_people_say_it(share, digits, words):
    assert often(share, digits) == words
