"""The facts are the ones promised to the rooms above, and each is complete."""

from backend.supports.exchange import service
from backend.supports.exchange.catalogue import SOURCES, group, of_register
from backend.supports.exchange.structs import Register

PROMISED = [
    "person.name",
    "person.idNumber",
    "person.documentKind",
    "person.birthDate",
    "person.gender",
    "person.ethnicGroup",
    "person.phone",
    "person.regionCode",
    "person.address",
    "person.maritalStatus",
    "person.educationLevel",
    "person.employmentStatus",
    "person.disabilityGrade",
    "person.deathDate",
    "child.name",
    "child.idNumber",
    "child.birthDate",
    "child.gender",
    "child.birthCertificateNumber",
    "spouse.name",
    "spouse.idNumber",
    "mother.name",
    "mother.idNumber",
    "father.name",
    "father.idNumber",
    "household.headName",
    "household.bookNumber",
    "household.address",
    "household.memberCount",
    "firm.name",
    "firm.creditCode",
    "firm.kind",
    "firm.address",
    "firm.regionCode",
    "firm.legalPersonName",
    "firm.registeredCapitalFen",
    "firm.industryCode",
    "firm.businessScope",
    "firm.foundedOn",
    "firm.status",
    "firm.employeeCount",
    "credit.class",
    "credit.penaltyCount",
    "place.standardAddress",
    "place.gridName",
    "place.propertyNumber",
]


def test_every_promised_fact_is_there_and_no_other():
    assert sorted(service.FACTS) == sorted(PROMISED)


def test_each_has_words_and_a_source():
    for name, fact in service.FACTS.items():
        assert name == fact.name
        assert fact.zh
        assert fact.en.isascii()
        assert SOURCES[fact.register]


def test_clauses_open_known_facts_only_and_none_opens_everything():
    for code, clause in service.CLAUSES.items():
        assert code == clause.code
        assert clause.facts <= set(PROMISED)
        assert clause.zh
        assert clause.en.isascii()


def test_names_are_sorted_to_their_registers_once_each():
    names = ["credit.class", "person.name", "person.name", "person.phone", "child.name"]

    assert of_register(names, Register.POPULATION) == ["person.name", "child.name"]
    assert of_register(names, Register.IDENTITY) == ["person.phone"]
    assert group("child.birthDate") == "child"
