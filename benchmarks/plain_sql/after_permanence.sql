-- Maths: times in care are worked out in Python. These fetch the children, episodes, events of the two years and due dates.
select child.name, child.full_name, child.locality, child.team, child.care_started_on, child.care_ended_on, child.looked_after,
	child.left_care_by
from tabChild child where coalesce(child.merged_into, '') = '' and SEEN(child) order by child.name;

select episode.child, episode.started_on, episode.ended_on, episode.reason_new_episode, episode.reason_ended,
	episode.legal_status, episode.placement, episode.placement_provider, episode.placement_postcode, episode.urn
from `tabCare Episode` episode join tabChild child on child.name = episode.child
where SEEN(child);

select event.child, event.event_date, event.event_type
from `tabCare Event` event join tabChild child on child.name = event.child
where event.event_type in ('Support plan agreed', 'Support plan reviewed', 'Contact after permanence',
	'Return to care told to the panel') and event.event_date <= %(today)s and SEEN(child);

select due.child, due.duty, due.due_on
from tabTimescale due join tabChild child on child.name = due.child
where due.duty in ('Contact after permanence', 'Review of the support plan')
	and due.state in ('Not due', 'Due soon', 'Overdue') and SEEN(child)
