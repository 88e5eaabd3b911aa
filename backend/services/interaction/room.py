"""What interaction shows the root: one room, although it is built of four."""

from backend.core.jobs import Subscriber
from backend.core.room import Room
from backend.reference.calendar.structs import YearLoaded
from backend.services.interaction.consultations.controllers import (
    ConsultationController,
    ConsultationDeskController,
)
from backend.services.interaction.letters import service as letters
from backend.services.interaction.letters.controllers import (
    LetterBoxController,
    LetterController,
    PublicLetterController,
)
from backend.services.interaction.letters.desk_controllers import LetterDeskController
from backend.services.interaction.notices.controllers import NoticeController, NoticeDeskController
from backend.services.interaction.offices.controllers import OfficeController

ROOM = Room(
    name="interaction",
    controllers=(
        OfficeController,
        NoticeController,
        NoticeDeskController,
        ConsultationController,
        ConsultationDeskController,
        LetterBoxController,
        LetterController,
        PublicLetterController,
        LetterDeskController,
    ),
    subscribers=(Subscriber("interaction.recount-letters", YearLoaded, letters.recount),),
)
