-- Maths: waits are estimated in Python. These fetch the children, episodes, agreed plans and plans.
select child.name, child.full_name, child.locality, child.team, child.care_started_on, child.care_ended_on, child.looked_after,
	child.left_care_by
from tabChild child where coalesce(child.merged_into, '') = '' and SEEN(child) order by child.name;

select episode.child, episode.started_on, episode.ended_on, episode.reason_new_episode, episode.reason_ended,
	episode.legal_status, episode.placement, episode.placement_provider, episode.placement_postcode, episode.urn
from `tabCare Episode` episode join tabChild child on child.name = episode.child
where SEEN(child);

select event.child, event.event_date, event.event_type, event.details
from `tabCare Event` event join tabChild child on child.name = event.child
where event.event_type = 'Permanence plan agreed' and event.event_date <= %(today)s and SEEN(child);

select plan.name, plan.child, plan.route, plan.prioritised_on, plan.actual_start, plan.actual_finish, plan.achieved_on
from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
where SEEN(child)
