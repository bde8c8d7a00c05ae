select child.name as child, child.full_name as child_name, child.team, child.locality, child.placement_since as home_since,
	worker.worker_name as social_worker, officer.worker_name as reviewing_officer,
	(select max(event_date) from `tabCare Event` where `tabCare Event`.child = child.name
		and event_type = 'Discharge of care order considered' and event_date <= %(today)s) as considered_on,
	(select max(event_date) from `tabCare Event` where `tabCare Event`.child = child.name
		and event_type = 'Application to discharge care order' and event_date <= %(today)s) as applied_on,
	(select max(event_date) from `tabCare Event` where `tabCare Event`.child = child.name
		and event_type = 'Review held' and event_date <= %(today)s) as reviewed_on,
	(select min(due_on) from tabTimescale where tabTimescale.child = child.name and state in ('Not due', 'Due soon', 'Overdue')
		and duty in ('First review', 'Second review', 'Later reviews')) as next_review_on
from tabChild child
left join tabWorker worker on worker.name = child.social_worker
left join tabWorker officer on officer.name = child.reviewing_officer
where child.looked_after = 1 and child.on_full_care_order = 1 and child.placed_with_parents = 1
	and (child.date_of_birth is null or child.date_of_birth > date_sub(%(today)s, interval 18 year))
	and coalesce(child.merged_into, '') = '' and SEEN(child)
