"""Hashes that approvals bind to: of what was handed in, and of that together with the proposed decision."""

import hashlib

import msgspec

from backend.services.cases.flow.dossier import Step
from backend.services.cases.flow.orders import Answer, HandedMaterial

_canonical = msgspec.json.Encoder(order="deterministic").encode


def content_hash(*, snapshot_id: bytes, answers: tuple[Answer, ...], materials: tuple[HandedMaterial, ...]) -> str:
    """The hash of what was handed in, under the item as it was."""
    return hashlib.sha256(snapshot_id + _canonical([answers, materials])).hexdigest()


def binding(content: str, proposal: Step | None) -> str:
    """What an approver reads: the content, and the proposal about it."""
    proposed = _canonical([str(proposal.id), proposal.body.outcome, proposal.body.reasons]) if proposal else b""
    return hashlib.sha256(content.encode() + proposed).hexdigest()
