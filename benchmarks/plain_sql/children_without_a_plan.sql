-- Children in care without a plan, past their second review without one agreed, or with none to fall back on.
select child.full_name as child_name, child.name as child, child.locality, child.team,
	worker.worker_name as social_worker, officer.worker_name as reviewing_officer, child.legal_status,
	child.care_started_on, floor(datediff(%(today)s, child.care_started_on) / 7) as weeks,
	review.held_on as second_review, agreed.agreed_on, plan.route, plan.other_route, child.potential,
	concat_ws('; ', if(plan.has_primary is null or plan.has_primary = 0, 'No plan', null),
		if(review.held_on is not null and agreed.agreed_on is null, 'No plan agreed by the second review', null),
		if(plan.has_primary = 1 and plan.has_other = 0, 'No parallel or contingency plan', null)) as gap
from tabChild child
left join tabWorker worker on worker.name = child.social_worker
left join tabWorker officer on officer.name = child.reviewing_officer
left join (
	select child, max(if(plan_kind = 'Primary', route, null)) as route,
		max(if(plan_kind <> 'Primary', route, null)) as other_route,
		max(plan_kind = 'Primary') as has_primary, max(plan_kind <> 'Primary') as has_other
	from `tabPermanence Plan`
	where status in ('Proposed', 'Prioritised', 'Assessment started', 'Assessment finished', 'Achieved')
		and plan_kind in ('Primary', 'Parallel', 'Contingency')
	group by child
) plan on plan.child = child.name
left join (
	select child, event_date as held_on from (
		select child, event_date, row_number() over (partition by child order by event_date, name) as place
		from `tabCare Event` where event_type = 'Review held' and event_date <= %(today)s
	) held where place = 2
) review on review.child = child.name
left join (
	select child, max(event_date) as agreed_on
	from `tabCare Event` where event_type = 'Permanence plan agreed' and event_date <= %(today)s
	group by child
) agreed on agreed.child = child.name
where child.looked_after = 1 and coalesce(child.merged_into, '') = '' and SEEN(child) and (
	coalesce(plan.has_primary, 0) = 0 or plan.has_other = 0
	or review.held_on is not null and agreed.agreed_on is null
)
order by coalesce(plan.has_primary, 0), review.held_on is not null and agreed.agreed_on is null desc,
	child.care_started_on, child.name
