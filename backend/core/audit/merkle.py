"""The append-only tree of RFC 6962 (SHA-256) as a frontier: O(log n) to keep, to grow and to prove from.

A *node* (level, index) is the hash of the complete subtree over the leaves [index·2^level, (index+1)·2^level); once
complete it never changes, so nodes may be stored for ever and proofs read from them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

_SIZE_BYTES: Final = 8

NodeReader = Callable[[int, int], bytes]
"""Gives the hash of the complete node (level, index)."""


class BrokenFrontier(ValueError):
    """Stored frontier bytes that are not one: the log must stop rather than guess."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash an entry; the prefix keeps a leaf from being passed off as a node."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A complete node, ready to be stored."""

    level: int
    index: int
    hash: bytes


class Frontier:
    """The complete subtrees of a log of `size` leaves, largest first: one for every set bit of the size.

    It grows in place; load it anew in the transaction that appends, so that a rollback leaves nothing behind.
    """

    def __init__(self, *, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Take stored subtrees.

        Raises:
            BrokenFrontier: their number or length does not fit the size.
        """
        self.size = size
        self._hashes = list(hashes)
        if size < 0 or len(self._hashes) != size.bit_count():
            raise BrokenFrontier(f"{len(self._hashes)} subtrees do not make a log of {size}")
        if any(len(one) != HASH_BYTES for one in self._hashes):
            raise BrokenFrontier("a subtree's hash has another length")

    def append(self, leaf: bytes) -> Sequence[Node]:
        """Append one leaf hash; the nodes it completed, itself first, for those who store them for proofs."""
        completed = [Node(level=0, index=self.size, hash=leaf)]
        while (last := completed[-1]).index % 2:
            joined = node_hash(self._hashes.pop(), last.hash)
            completed.append(Node(level=last.level + 1, index=last.index // 2, hash=joined))
        self._hashes.append(last.hash)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The tree's root: the subtrees folded from the smallest up."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root

    def dumps(self) -> bytes:
        """Serialise: size (8 bytes, big-endian), then the hashes."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self._hashes)

    @classmethod
    def loads(cls, stored: bytes) -> Self:
        """Read what `dumps` wrote.

        Raises:
            BrokenFrontier: the lengths do not fit.
        """
        size, rest = int.from_bytes(stored[:_SIZE_BYTES], "big"), stored[_SIZE_BYTES:]
        if len(stored) < _SIZE_BYTES or len(rest) % HASH_BYTES:
            raise BrokenFrontier("cut or padded")
        return cls(size=size, hashes=(rest[at : at + HASH_BYTES] for at in range(0, len(rest), HASH_BYTES)))


def inclusion_proof(nodes: NodeReader, *, index: int, size: int) -> Sequence[bytes]:
    """Prove that leaf `index` is in the tree of `size` (RFC 6962, 2.1.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    proof = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            proof.append(_range_hash(nodes, begin=middle, end=end))
            end = middle
        else:
            proof.append(_range_hash(nodes, begin=begin, end=middle))
            begin = middle
    return proof[::-1]


def consistency_proof(nodes: NodeReader, *, old_size: int, size: int) -> Sequence[bytes]:
    """Prove that the tree of `size` only added to the tree of `old_size` (RFC 6962, 2.1.2).

    Raises:
        ValueError: the old tree is empty or larger; the empty tree is consistent with everything and needs no proof.
    """
    if not 0 < old_size <= size:
        raise ValueError(f"a tree of {size} cannot prove anything about a tree of {old_size}")
    proof = []
    begin, end = 0, size
    while old_size != end:
        middle = begin + _split(end - begin)
        if old_size <= middle:
            proof.append(_range_hash(nodes, begin=middle, end=end))
            end = middle
        else:
            proof.append(_range_hash(nodes, begin=begin, end=middle))
            begin = middle
    # The verifier knows the old root, so it is sent only when the last subtree is a part of it.
    return [*([_range_hash(nodes, begin=begin, end=end)] if begin else []), *proof[::-1]]


def is_included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Check an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            computed = node_hash(sibling, computed)
            at, last = _up_from_right(at, last)
        else:
            computed = node_hash(computed, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and computed == root


def is_consistent(*, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if not 0 <= old_size <= size:
        return False
    if old_size in {0, size}:
        return not proof and old_root == (root if old_size == size else EMPTY_ROOT)
    # A complete old tree is itself the first node; the prover leaves it out.
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    if not path:
        return False
    at, last = _up_to_even(old_size - 1, size - 1)
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _up_from_right(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and old == old_root and new == root


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_hash(nodes: NodeReader, *, begin: int, end: int) -> bytes:
    """Hash the leaves [begin, end) as RFC 6962 splits them; begin is a multiple of the covering power of two."""
    count = end - begin
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return nodes(level, begin >> level)
    middle = begin + _split(count)
    return node_hash(_range_hash(nodes, begin=begin, end=middle), _range_hash(nodes, begin=middle, end=end))


def _up_from_right(at: int, last: int) -> tuple[int, int]:
    """Climb past the levels where the rightmost node has no sibling."""
    while at % 2 == 0 and at != 0:
        at, last = at >> 1, last >> 1
    return at, last


def _up_to_even(at: int, last: int) -> tuple[int, int]:
    while at % 2:
        at, last = at >> 1, last >> 1
    return at, last
