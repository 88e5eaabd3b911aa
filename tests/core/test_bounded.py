from hypothesis import given
from hypothesis import strategies as st

from backend.core.bounded import Bounded


@given(keys=st.lists(st.text(max_size=2)), most=st.integers(1, 5))
def test_holds_the_newest_and_no_more(keys, most):
    kept: Bounded[str, str] = Bounded(most)

    for key in keys:
        assert kept.put(key, key * 2) == key * 2

    newest = list(dict.fromkeys(reversed(keys)))[:most]
    assert kept == {key: key * 2 for key in newest}
