-- Open actions. An action is about a child, a plan or both, all of which must be seen, or else about a place.
select action.name as action, action.what, worker.worker_name as owner_name, action.due_on, action.status,
	action.priority, child.full_name as child_name, child.name as child, action.plan, action.team, action.forum,
	action.set_in, action.set_on, action.times_moved, action.closed_on, action.outcome,
	greatest(coalesce(datediff(%(today)s, action.due_on), 0), 0) as days_late
from tabAction action
left join tabChild child on child.name = action.child
left join `tabPermanence Plan` plan on plan.name = action.plan
left join tabChild planned on planned.name = plan.child
left join tabWorker worker on worker.name = action.action_owner
where action.status = 'Open' and (
	(action.child <> '' or action.plan <> '')
		and (coalesce(action.child, '') = '' or SEEN(child))
		and (coalesce(action.plan, '') = '' or SEEN(planned))
	or coalesce(action.child, '') = '' and coalesce(action.plan, '') = '' and (
		action.locality in %(localities)s
		or action.owner = %(reader)s
		or coalesce(action.locality, '') = ''
			and action.set_in in (select name from tabMeeting where locality in %(localities)s)
	)
)
order by action.due_on, action.name
