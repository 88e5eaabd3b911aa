"""What identity shows the root: one room, although it is built of five."""

from backend.core.jobs import Periodic
from backend.core.room import Room
from backend.identity.consents.capability import PERSON_READ
from backend.identity.consents.controllers import ConsentController
from backend.identity.delegations.controllers import DelegationController
from backend.identity.sessions import service as sessions
from backend.identity.sessions.controllers import MeController, SessionController
from backend.identity.sign_in import service as sign_in
from backend.identity.sign_in.controllers import DemoSignInController, PasswordController, SignInController

HOUR = 3600

ROOM = Room(
    name="identity",
    controllers=(
        SignInController,
        SessionController,
        MeController,
        PasswordController,
        ConsentController,
        DelegationController,
    ),
    capabilities=(PERSON_READ,),
    demo_controllers=(DemoSignInController,),
    periodic=(
        Periodic("identity.forget-old-tokens", HOUR, sessions.forget_old),
        Periodic("identity.forget-old-codes", HOUR, sign_in.forget_old),
    ),
)
