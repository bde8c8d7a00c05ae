-- Children on a full care order, their current plan and their open actions.
select child.full_name as child_name, child.name as child, child.child_id, child.date_of_birth, child.locality,
	child.team, worker.worker_name as social_worker, officer.worker_name as reviewing_officer, child.legal_status,
	child.care_started_on, child.placement, child.placement_since, child.potential, child.potential_rationale,
	child.potential_decided_on, child.potential_review_on, plan.name as plan, plan.route, plan.status, plan.rag,
	plan.predicted_start, following.open_actions, child.next_due, child.next_due_on, child.overdue_count
from tabChild child
left join `tabPermanence Plan` plan on plan.name = child.current_plan
left join tabWorker worker on worker.name = child.social_worker
left join tabWorker officer on officer.name = child.reviewing_officer
left join (
	select action.child, count(*) as open_actions
	from tabAction action
	left join `tabPermanence Plan` its on its.name = action.plan
	left join tabChild planned on planned.name = its.child
	where action.status = 'Open' and (coalesce(action.plan, '') = '' or SEEN(planned))
	group by action.child
) following on following.child = child.name
where child.on_full_care_order = 1 and coalesce(child.merged_into, '') = '' and SEEN(child)
order by child.team, child.full_name, child.name
