-- Who came on a list and who left it in the last three months.
select 'Newly prioritised' as `change`, plan.prioritised_on as changed_on, child.full_name as child_name, plan.child,
	plan.name as plan, plan.route, plan.team, worker.worker_name as social_worker, plan.status,
	plan.removal_reason as reason, plan.prioritised_at as meeting, plan.prioritised_on, plan.predicted_start
from `tabPermanence Plan` plan
join tabChild child on child.name = plan.child
left join tabWorker worker on worker.name = child.social_worker
where plan.prioritised_on between %(three_months_ago)s and %(today)s and SEEN(child)
union all
select 'No longer prioritised', plan.removed_on, child.full_name, plan.child, plan.name, plan.route, plan.team,
	worker.worker_name, plan.status, plan.removal_reason, plan.prioritised_at, plan.prioritised_on, plan.predicted_start
from `tabPermanence Plan` plan
join tabChild child on child.name = plan.child
left join tabWorker worker on worker.name = child.social_worker
where plan.removed_on between %(three_months_ago)s and %(today)s and plan.status = 'No longer prioritised'
	and SEEN(child)
order by 1 desc, changed_on desc, plan
