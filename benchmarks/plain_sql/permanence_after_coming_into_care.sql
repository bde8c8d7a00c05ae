-- Maths: times in care and shares are worked out in Python. These fetch the children and their episodes.
select child.name, child.full_name, child.locality, child.team, child.care_started_on, child.care_ended_on, child.looked_after,
	child.left_care_by
from tabChild child where coalesce(child.merged_into, '') = '' and SEEN(child) order by child.name;

select episode.child, episode.started_on, episode.ended_on, episode.reason_new_episode, episode.reason_ended,
	episode.legal_status, episode.placement, episode.placement_provider, episode.placement_postcode, episode.urn
from `tabCare Episode` episode join tabChild child on child.name = episode.child
where SEEN(child)
