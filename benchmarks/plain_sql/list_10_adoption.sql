-- Maths: how far the latest decision came is worked out in Python. These fetch the children with a decision, and their events.
select distinct child.name as child, child.full_name as child_name, child.child_id, child.date_of_birth, child.team,
	child.locality
from tabChild child
join `tabCare Event` decided on decided.child = child.name and decided.event_type = 'Decision to place for adoption'
	and decided.event_date <= %(today)s
where coalesce(child.merged_into, '') = '' and SEEN(child)
order by child.full_name, child.name;

select event.child, event.event_date, event.event_type, event.details
from `tabCare Event` event
join tabChild child on child.name = event.child
where event.event_type in ('Decision to place for adoption', 'Adoption decision reversed', 'Placement order made',
	'Placement order revoked', 'Matched with adopters', 'Placed for adoption', 'Adoption placement ended')
	and event.event_date <= %(today)s and SEEN(child);

select episode.child, episode.started_on, episode.ended_on, episode.reason_new_episode, episode.reason_ended,
	episode.legal_status
from `tabCare Episode` episode
join tabChild child on child.name = episode.child
where SEEN(child)
