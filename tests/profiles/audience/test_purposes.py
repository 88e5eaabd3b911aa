from profiles.audience.purposes import PURPOSES


def test_every_purpose_says_its_ground_and_where_we_know_it_from():
    assert PURPOSES
    assert all(one.basis and one.source and one.evidence for one in PURPOSES.values())
    assert len({one.zh for one in PURPOSES.values()}) == len(PURPOSES)
