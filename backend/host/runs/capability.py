"""What runs offers mini-apps: a name for the calling person that is of no use anywhere else."""

from backend.core.ground import ground
from backend.core.room import Caller, Capability
from backend.host.runs.subject import subject_of
from plugin_sdk.contract.capabilities.person import PersonSubject, Subject


async def tell_subject(caller: Caller, _request: PersonSubject) -> Subject:
    """The caller's pairwise subject; it discloses nothing about them, so it needs no consent."""
    return Subject(subject=subject_of(ground().keyring, app_id=caller.app_id, person_id=caller.person_id))


CAPABILITIES = (
    Capability(
        name=PersonSubject.capability,
        payload=PersonSubject,
        answer=tell_subject,
        consent_zh="用只在本应用内有效的编号识别您，不透露您的身份",
        consent_en="Recognise you by a number that means nothing outside this mini-app",
    ),
)
