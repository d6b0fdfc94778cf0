"""Progress that is told: as a part of a whole, after each of many, and never backwards."""

from datasets.telling import rising, telling, within


def test_a_part_is_told_as_a_part_of_the_whole():
    heard: list[float] = []
    tell = within(heard.append, 0.5, 1.0)
    assert list(telling("ab", 2, tell)) == ["a", "b"]
    assert heard == [0.75, 1.0]


def test_what_begins_anew_is_heard_when_it_is_further():
    heard: list[float] = []
    tell = rising(heard.append)
    for share in (0.0, 0.2, 0.4, 0.1, 0.4, 0.6):
        tell(share)
    assert heard == [0.0, 0.2, 0.4, 0.6]
