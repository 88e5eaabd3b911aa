"""Numbers at rest open in their own row and column only."""

from uuid import uuid4

import pytest

from backend.core.crypto.errors import CannotUnseal
from backend.core.crypto.keyring import KeyRing
from backend.core.crypto.keys import Purpose
from backend.core.identifiers import Document
from backend.identity.people import sealed

RING = KeyRing.generate(demo=True)
NUMBER = "620102199003071029"


def test_a_sealed_number_opens_in_its_place():
    person = uuid4()

    closed = sealed.seal_for(RING, person_id=person, column=sealed.NUMBER, value=NUMBER)

    assert NUMBER.encode() not in closed
    assert sealed.unseal_for(RING, person_id=person, column=sealed.NUMBER, sealed=closed) == NUMBER


def test_it_does_not_open_in_another_row_or_column():
    person = uuid4()
    closed = sealed.seal_for(RING, person_id=person, column=sealed.NUMBER, value=NUMBER)

    with pytest.raises(CannotUnseal):
        sealed.unseal_for(RING, person_id=uuid4(), column=sealed.NUMBER, sealed=closed)
    with pytest.raises(CannotUnseal):
        sealed.unseal_for(RING, person_id=person, column=sealed.PHONE, sealed=closed)


def test_it_still_opens_after_the_key_was_rotated():
    person = uuid4()
    closed = sealed.seal_for(RING, person_id=person, column=sealed.NUMBER, value=NUMBER)

    rotated = RING.rotate(Purpose.SEALING)

    assert sealed.unseal_for(rotated, person_id=person, column=sealed.NUMBER, sealed=closed) == NUMBER


def test_fingerprints_tell_columns_kinds_and_rings_apart():
    made = {
        sealed.number_fingerprint(RING, document=Document.RESIDENT_ID_CARD, number="13912345678"),
        sealed.number_fingerprint(RING, document=Document.PASSPORT, number="13912345678"),
        sealed.phone_fingerprint(RING, phone="13912345678"),
        sealed.phone_fingerprint(KeyRing.generate(demo=True), phone="13912345678"),
    }

    assert len(made) == 4
