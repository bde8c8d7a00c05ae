-- Maths: periods of care, placements and legal statuses are worked out in Python. These fetch the children who are in care
-- or left it in the last six months, and what is needed of each.
select child.name as child, child.full_name as child_name, child.child_id, child.date_of_birth, child.team, child.locality
from tabChild child
where (child.looked_after = 1 or child.care_ended_on > date_sub(%(today)s, interval 6 month))
	and child.care_started_on <= %(today)s and coalesce(child.merged_into, '') = '' and SEEN(child)
order by child.full_name, child.name;

select episode.child, episode.started_on, episode.ended_on, episode.reason_new_episode, episode.reason_ended,
	episode.legal_status, episode.category_of_need, episode.placement, episode.placement_provider,
	episode.placement_postcode, episode.urn
from `tabCare Episode` episode
join tabChild child on child.name = episode.child
where SEEN(child);

select event.child, event.event_date, event.event_type, event.details
from `tabCare Event` event
join tabChild child on child.name = event.child
where event.event_type in ('Review held', 'Went missing or away', 'Permanence plan agreed')
	and event.event_date <= %(today)s and SEEN(child);

select plan.child, route.plan_code, plan.status, plan.predicted_finish
from `tabPermanence Plan` plan
join tabRoute route on route.name = plan.route
join tabChild child on child.name = plan.child
where plan.plan_kind in ('Primary', 'Parallel') and plan.status <> 'No longer prioritised' and SEEN(child)
