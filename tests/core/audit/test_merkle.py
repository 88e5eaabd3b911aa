"""The Merkle tree against RFC 6962's own definition, written naively."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.audit.merkle import (
    EMPTY_ROOT,
    BrokenFrontier,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
)

# The eight inputs and roots that certificate transparency logs are tested with.
INPUTS = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(1, 130)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    k = split(len(hashes))
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, 2.1.1."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if index < k:
        return [*naive_path(index, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(index - k, hashes[k:]), naive_root(hashes[:k])]


def naive_subproof(old: int, hashes: list[bytes], *, known: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962, 2.1.2."""
    if old == len(hashes):
        return [] if known else [naive_root(hashes)]
    k = split(len(hashes))
    if old <= k:
        return [*naive_subproof(old, hashes[:k], known=known), naive_root(hashes[k:])]
    return [*naive_subproof(old - k, hashes[k:], known=False), naive_root(hashes[:k])]


def split(count: int) -> int:
    k = 1
    while 2 * k < count:
        k *= 2
    return k


def grown(count: int) -> tuple[Frontier, dict[tuple[int, int], bytes]]:
    """A frontier of that many leaves, and every node it completed on the way, as a table would hold them."""
    frontier, nodes = Frontier(), {}
    for leaf in leaves(count):
        for node in frontier.append(leaf):
            assert (node.level, node.index) not in nodes
            nodes[node.level, node.index] = node.hash
    return frontier, nodes


def reader(nodes):
    return lambda level, index: nodes[level, index]


class TestFrontier:
    def test_the_roots_known_from_certificate_transparency(self):
        frontier = Frontier()

        roots = []
        for entry in INPUTS:
            frontier.append(leaf_hash(entry))
            roots.append(frontier.root().hex())

        assert roots == ROOTS
        assert Frontier().root() == EMPTY_ROOT

    @given(size=st.integers(0, 130))
    def test_its_root_is_the_naive_one(self, size):
        assert grown(size)[0].root() == naive_root(leaves(size))

    @given(size=st.integers(0, 130), more=st.integers(0, 20))
    def test_it_grows_on_after_storage(self, size, more):
        restored = Frontier.loads(grown(size)[0].dumps())

        for leaf in leaves(size + more)[size:]:
            restored.append(leaf)

        assert (restored.size, restored.root()) == (size + more, naive_root(leaves(size + more)))

    @pytest.mark.parametrize(
        "stored",
        [
            b"",
            bytes(7),
            bytes(9),
            bytes(8 + 32),
            (1).to_bytes(8, "big"),
            (3).to_bytes(8, "big") + bytes(32),
            (3).to_bytes(8, "big") + bytes(63),
        ],
    )
    def test_broken_storage_stops_the_log(self, stored):
        with pytest.raises(BrokenFrontier):
            Frontier.loads(stored)

    def test_hashes_of_another_length_or_a_negative_size_are_broken(self):
        with pytest.raises(BrokenFrontier):
            Frontier(size=1, hashes=(bytes(31),))
        with pytest.raises(BrokenFrontier):
            Frontier(size=-1, hashes=(bytes(32),))


class TestInclusion:
    @given(size=SIZES, data=st.data())
    def test_the_proof_is_the_naive_one_and_holds(self, size, data):
        index = data.draw(st.integers(0, size - 1))
        frontier, nodes = grown(size)

        proof = inclusion_proof(reader(nodes), index=index, size=size)

        assert proof == naive_path(index, leaves(size))
        assert is_included(leaves(size)[index], index=index, size=size, proof=proof, root=frontier.root())

    @given(size=SIZES, later=st.integers(0, 60), data=st.data())
    def test_nodes_of_a_longer_log_prove_an_older_tree(self, size, later, data):
        index = data.draw(st.integers(0, size - 1))
        _, nodes = grown(size + later)

        proof = inclusion_proof(reader(nodes), index=index, size=size)

        assert is_included(leaves(size)[index], index=index, size=size, proof=proof, root=naive_root(leaves(size)))

    @given(size=st.integers(2, 130), data=st.data())
    def test_nothing_in_it_may_change(self, size, data):
        index = data.draw(st.integers(0, size - 1))
        other = data.draw(st.integers(0, size + 3).filter(lambda one: one != index))
        frontier, nodes = grown(size)
        leaf, root = leaves(size)[index], frontier.root()
        proof = list(inclusion_proof(reader(nodes), index=index, size=size))
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:at], bytes(32), *proof[at + 1 :]]

        assert not is_included(leaf, index=other, size=size, proof=proof, root=root)
        assert not is_included(bytes(32), index=index, size=size, proof=proof, root=root)
        assert not is_included(leaf, index=index, size=size, proof=bent, root=root)
        assert not is_included(leaf, index=index, size=size, proof=proof[:-1], root=root)
        assert not is_included(leaf, index=index, size=size, proof=[*proof, root], root=root)
        assert not is_included(leaf, index=index, size=size, proof=proof, root=bytes(32))

    @pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
    def test_there_is_no_proof_of_what_is_not_there(self, index, size):
        with pytest.raises(ValueError, match="is not in a tree"):
            inclusion_proof(reader({}), index=index, size=size)
        assert not is_included(bytes(32), index=index, size=size, proof=[], root=bytes(32))


class TestConsistency:
    @given(size=SIZES, data=st.data())
    def test_the_proof_is_the_naive_one_and_holds(self, size, data):
        old = data.draw(st.integers(1, size))
        frontier, nodes = grown(size)

        proof = consistency_proof(reader(nodes), old_size=old, size=size)

        assert proof == naive_subproof(old, leaves(size), known=True)
        assert is_consistent(
            old_size=old, old_root=naive_root(leaves(old)), size=size, root=frontier.root(), proof=proof
        )

    @given(size=st.integers(2, 130), data=st.data())
    def test_a_rewritten_history_is_inconsistent(self, size, data):
        old = data.draw(st.integers(1, size - 1))
        frontier, nodes = grown(size)
        proof = list(consistency_proof(reader(nodes), old_size=old, size=size))
        known = {"old_size": old, "old_root": naive_root(leaves(old)), "size": size, "root": frontier.root()}
        at = data.draw(st.integers(0, len(proof) - 1))
        bent = [*proof[:at], bytes(32), *proof[at + 1 :]]

        assert not is_consistent(**known | {"old_root": bytes(32)}, proof=proof)
        assert not is_consistent(**known | {"root": bytes(32)}, proof=proof)
        assert not is_consistent(**known | {"old_size": size + 1}, proof=proof)
        assert not is_consistent(**known, proof=bent)
        assert not is_consistent(**known, proof=proof[:-1])
        assert not is_consistent(**known, proof=[*proof, bytes(32)])

    def test_the_empty_tree_and_the_tree_itself_need_no_proof(self):
        root = naive_root(leaves(5))

        assert is_consistent(old_size=0, old_root=EMPTY_ROOT, size=5, root=root, proof=[])
        assert is_consistent(old_size=5, old_root=root, size=5, root=root, proof=[])
        assert not is_consistent(old_size=0, old_root=root, size=5, root=root, proof=[])
        assert not is_consistent(old_size=5, old_root=bytes(32), size=5, root=root, proof=[])
        assert not is_consistent(old_size=5, old_root=root, size=5, root=root, proof=[root])
        assert not is_consistent(old_size=4, old_root=naive_root(leaves(4)), size=5, root=root, proof=[])
        assert not is_consistent(old_size=3, old_root=naive_root(leaves(3)), size=5, root=root, proof=[])

    @pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (-1, 5)])
    def test_there_is_no_proof_of_the_impossible(self, old, size):
        with pytest.raises(ValueError, match="cannot prove"):
            consistency_proof(reader({}), old_size=old, size=size)
