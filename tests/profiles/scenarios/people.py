"""Simulated persons and firms: what attributes know of them, on one day."""

from datetime import date

from profiles.attributes.conditions import Known, SourceKind

ON = date(2026, 5, 20)


def facts(**values):
    """What a register says; a name's dots are written as two underscores."""
    return {
        name.replace("__", "."): Known(
            value=value, as_of=date(2026, 5, 1), source_kind=SourceKind.REGISTER, source="人口库"
        )
        for name, value in values.items()
    }


def person(born, *, gender="女", children=None, employment="在职", marital="未婚", **more):
    """A person of the population register."""
    return facts(
        person__birthDate=born, person__gender=gender, person__regionCode="620102", household__childBirthDates=children,
        person__employmentStatus=employment, person__maritalStatus=marital, person__deathDate=None, **more,
    )  # fmt: skip


def firm(kind="enterprise", *, founded="2015-03-02", employees=12, credit="A", **more):
    """A firm of the register of legal persons."""
    return facts(
        firm__kind=kind, firm__creditCode="91620100MA0000000X", firm__foundedOn=founded, firm__employeeCount=employees,
        credit__class=credit, firm__regionCode="620102", **more,
    )  # fmt: skip


PEOPLE = {
    "baby": person("2025-11-03", employment=None),
    "child": person("2016-02-11", employment="在校学生"),
    "teenager": person("2010-05-01", employment="在校学生"),
    "school-leaver": person("2008-01-20", employment="在校学生"),
    "graduate": person("2003-04-05", employment="失业"),
    "single": person("1999-08-09"),
    "new-mother": person("1995-06-01", children=["2026-03-02"], marital="已婚"),
    "father-of-three-year-old": person("1993-06-01", gender="男", children=["2023-04-08"], marital="已婚"),
    "mother-of-six-year-old": person("1992-06-01", children=["2020-02-08"], marital="已婚"),
    "father-of-ten-year-old": person("1988-06-01", gender="男", children=["2016-02-11"], marital="再婚"),
    "divorced": person("1985-06-01", marital="离婚"),
    "jobless": person("1980-06-01", gender="男", employment="失业"),
    "herder": person("1975-06-01", gender="男", employment="务农"),
    "worker-of-sixty": person("1966-01-15", gender="男"),
    "elder": person("1946-06-20", children=["1972-02-02"], employment=None, marital="丧偶"),
    "disabled": person("1970-02-02", person__disabilityGrade="二级"),
    "dead": {**person("1940-02-02"), **facts(person__deathDate="2025-12-01")},
}
FIRMS = {
    "new-company": firm(founded="2026-02-10", employees=0),
    "old-company": firm(),
    "empty-company": firm(employees=0),
    "trader": firm("individual-business", employees=2),
    "agency": firm("agency"),
    "firm-in-trouble": firm(credit="C"),
}
EVERYBODY = {**PEOPLE, **FIRMS}

# scenario: somebody for whom it is, and somebody for whom it is not
FOR_WHOM = {
    "new-child": ("new-mother", "single"),
    "expecting": ("single", "elder"),
    "kindergarten": ("father-of-three-year-old", "single"),
    "school-start": ("mother-of-six-year-old", "new-mother"),
    "school-change": ("father-of-ten-year-old", "new-mother"),
    "university": ("school-leaver", "elder"),
    "graduated": ("graduate", "elder"),
    "getting-married": ("single", "child"),
    "divorced": ("divorced", "single"),
    "first-id-card": ("teenager", "new-mother"),
    "lost-job": ("jobless", "school-leaver"),
    "new-job": ("single", "child"),
    "own-business": ("jobless", "child"),
    "work-injury": ("single", "child"),
    "retiring": ("worker-of-sixty", "single"),
    "turning-80": ("elder", "single"),
    "relative-died": ("elder", "child"),
    "disabled": ("disabled", "dead"),
    "moved": ("single", "child"),
    "buying-home": ("single", "child"),
    "renting": ("graduate", "child"),
    "buying-car": ("single", "child"),
    "seriously-ill": ("herder", "child"),
    "veteran": ("graduate", "elder"),
    "hard-times": ("herder", "child"),
    "going-abroad": ("single", "baby"),
    "farming": ("herder", "single"),
    "lost-papers": ("single", "baby"),
    "firm-first-month": ("new-company", "old-company"),
    "firm-restaurant": ("trader", "agency"),
    "firm-shop": ("trader", "agency"),
    "firm-first-staff": ("new-company", "agency"),
    "firm-fewer-staff": ("old-company", "empty-company"),
    "firm-change": ("old-company", "agency"),
    "firm-annual-report": ("old-company", "agency"),
    "firm-growth": ("old-company", "trader"),
    "firm-project": ("old-company", "trader"),
    "firm-credit": ("firm-in-trouble", "old-company"),
    "firm-closing": ("trader", "agency"),
    "firm-transport": ("trader", "agency"),
}
