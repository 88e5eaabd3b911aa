"""The face of audiences: segments, estimates, campaigns, their effect, and what people want to get."""

from profiles.audience import building, campaigns, effects, estimating, segments, sending, switches

make_segment = segments.make
revise_segment = segments.revise
read_segment = segments.read
list_segments = segments.listed
vocabulary = segments.vocabulary
estimate = estimating.estimate

make_campaign = campaigns.make
propose_campaign = campaigns.propose
approve_campaign = campaigns.approve
stop_campaign = campaigns.stop
read_campaign = campaigns.read
list_campaigns = campaigns.listed
effect = effects.effect

my_switches = switches.of_person
set_switch = switches.change
open_link = effects.open_link

build = building.build
send = sending.send
measure = effects.measure
tidy = sending.tidy
hear_case = effects.hear_case
hears_case = effects.hears_case
