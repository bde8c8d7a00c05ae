-- Plans on the list of reunification, with the open action due first, how many are open, and what stands in the way.
select child.full_name as child_name, plan.child, plan.name as plan, plan.route, plan.team,
	worker.worker_name as social_worker, plan.status, plan.rag, plan.predicted_start, plan.times_moved,
	plan.actual_start, plan.predicted_finish, plan.progress, coalesce(following.open_actions, 0) as open_actions,
	coalesce(following.what, 'No open action') as next_action, owner.worker_name as next_owner,
	following.due_on as next_due, if(following.due_on < %(today)s, 'overdue', '') as late, (
		select group_concat(concat_ws(': ', barrier.category, barrier.detail) order by barrier.idx separator '; ')
		from `tabPlan Barrier` barrier
		where barrier.parent = plan.name and barrier.parenttype = 'Permanence Plan' and barrier.resolved_on is null
	) as barriers
from `tabPermanence Plan` plan
join tabChild child on child.name = plan.child
join tabRoute route on route.name = plan.route and route.short_name = 'RU'
left join tabWorker worker on worker.name = child.social_worker
left join (
	select action.child, action.what, action.due_on, action.action_owner,
		row_number() over (partition by action.child order by action.due_on, action.name) as place,
		count(*) over (partition by action.child) as open_actions
	from tabAction action
	left join `tabPermanence Plan` its on its.name = action.plan
	left join tabChild planned on planned.name = its.child
	where action.status = 'Open' and (coalesce(action.plan, '') = '' or SEEN(planned))
) following on following.child = plan.child and following.place = 1
left join tabWorker owner on owner.name = following.action_owner
where plan.status in ('Prioritised', 'Assessment started', 'Assessment finished') and SEEN(child)
order by plan.route, plan.predicted_start, plan.name
