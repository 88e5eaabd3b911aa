"""What profiles show the root: one room, although it is a shelf of several."""

from typing import Final

from backend.core.jobs import Periodic, Subscriber
from backend.core.room import Room
from backend.identity.consents.structs import ConsentGiven, ConsentWithdrawn
from backend.services.cases.flow.structs import CaseMoved
from profiles.attributes import service as attributes
from profiles.attributes.controllers import FirmProfileController, HouseholdController, ProfileController
from profiles.attributes.desk_controllers import DeskCorrectionController, TagController
from profiles.attributes.structs import AttributesChanged, TagMovedOn
from profiles.audience import service as audience
from profiles.audience.controllers import AudienceController, CampaignController
from profiles.audience.my_controllers import CampaignMessageController, CampaignSwitchController
from profiles.events import service as events
from profiles.events.structs import LifeEventClosed, LifeEventOpened
from profiles.publishing.structs import DefinitionPublished
from profiles.ranking import service as ranking
from profiles.ranking.controllers import RankingController
from profiles.ranking.desk_controllers import BindWeightsController, DeskRankingController
from profiles.scenarios import service as scenarios
from profiles.scenarios.controllers import LifeEventController, MyScenarioController, ScenarioController
from profiles.scenarios.firm_controllers import FirmScenarioController
from profiles.studio.controllers import DefinitionController, DraftController

REFRESH_SECONDS: Final = 60.0  # a register that was away, or a correction, is seen this much later
RETAG_SECONDS: Final = 300.0  # ages change at midnight
TIDY_SECONDS: Final = 3600.0  # terms end by the day
SEND_SECONDS: Final = 5.0  # an approved campaign begins this much later
SNAPSHOT_SECONDS: Final = 600.0  # whether a week is over
LOOK_SECONDS: Final = 300.0  # children reach school age at midnight
LEARN_SECONDS: Final = 6 * 3600.0  # new weights make every home anew; days are learned from when they are over

ROOM = Room(
    name="profiles",
    controllers=(
        ProfileController,
        HouseholdController,
        FirmProfileController,
        DeskCorrectionController,
        TagController,
        ScenarioController,
        LifeEventController,
        MyScenarioController,
        FirmScenarioController,
        RankingController,
        DeskRankingController,
        BindWeightsController,
        AudienceController,
        CampaignController,
        CampaignMessageController,
        CampaignSwitchController,
        DefinitionController,
        DraftController,
    ),
    subscribers=(
        Subscriber("profiles.case-concluded", CaseMoved, attributes.hear_case, wants=attributes.hears_case),
        Subscriber("profiles.consent-given", ConsentGiven, attributes.hear_consent, wants=attributes.hears_consent),
        Subscriber(
            "profiles.consent-withdrawn", ConsentWithdrawn, attributes.hear_withdrawal, wants=attributes.hears_consent
        ),
        Subscriber(
            "profiles.events-withdrawn", ConsentWithdrawn, events.hear_withdrawal, wants=attributes.hears_consent
        ),
        Subscriber("profiles.events-follow", AttributesChanged, events.hear_attributes, wants=events.hears_attributes),
        Subscriber(
            "profiles.scenarios-follow", AttributesChanged, scenarios.hear_attributes, wants=scenarios.hears_attributes
        ),
        Subscriber("profiles.scenarios-open", LifeEventOpened, scenarios.hear_opened),
        Subscriber("profiles.scenarios-close", LifeEventClosed, scenarios.hear_closed),
        Subscriber("profiles.case-step", CaseMoved, scenarios.hear_case, wants=scenarios.hears_case),
        Subscriber(
            "profiles.ranking-withdrawn", ConsentWithdrawn, ranking.hear_withdrawal, wants=attributes.hears_consent
        ),
        Subscriber("profiles.audience-case", CaseMoved, audience.hear_case, wants=audience.hears_case),
        Subscriber(
            "profiles.tag-published", DefinitionPublished, attributes.hear_published, wants=attributes.hears_published
        ),
        Subscriber("profiles.tag-moved-on", TagMovedOn, attributes.hear_moved_on),
    ),
    periodic=(
        Periodic("profiles.refresh", REFRESH_SECONDS, attributes.refresh),
        Periodic("profiles.retag", RETAG_SECONDS, attributes.retag),
        Periodic("profiles.tidy", TIDY_SECONDS, attributes.tidy),
        Periodic("profiles.life-events", LOOK_SECONDS, events.sweep),
        Periodic("profiles.tidy-cases", TIDY_SECONDS, scenarios.tidy),
        Periodic("profiles.rank-learn", LEARN_SECONDS, ranking.learn),
        Periodic("profiles.rank-count", TIDY_SECONDS, ranking.count),
        Periodic("profiles.rank-tidy", TIDY_SECONDS, ranking.tidy),
        Periodic("profiles.audience-snapshot", SNAPSHOT_SECONDS, audience.build),
        Periodic("profiles.audience-send", SEND_SECONDS, audience.send),
        Periodic("profiles.audience-measure", LOOK_SECONDS, audience.measure),
        Periodic("profiles.audience-tidy", TIDY_SECONDS, audience.tidy),
    ),
)
