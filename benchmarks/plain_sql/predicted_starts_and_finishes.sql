-- Starts and finishes that were predicted for the last three months, and what still stands in the way.
select due.*, (
	select group_concat(concat_ws(': ', barrier.category, barrier.detail) order by barrier.idx separator '; ')
	from `tabPlan Barrier` barrier
	where barrier.parent = due.plan and barrier.parenttype = 'Permanence Plan' and barrier.resolved_on is null
) as barriers
from (
	select 'start' as due, plan.name as plan, plan.child, child.full_name as child_name, plan.route, plan.team,
		plan.predicted_start as predicted, plan.actual_start as happened, plan.times_moved, plan.case_system_agrees,
		case when plan.actual_start > plan.predicted_start then 'late' when plan.actual_start is not null then 'on time'
			when plan.status = 'No longer prioritised' then 'no longer prioritised'
			when plan.predicted_start < %(today)s then 'overdue' else 'not due yet' end as standing
	from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
	where plan.predicted_start between %(three_months_ago)s and %(today)s and SEEN(child)
	union all
	select 'finish', plan.name, plan.child, child.full_name, plan.route, plan.team, plan.predicted_finish,
		coalesce(plan.actual_finish, plan.achieved_on), plan.times_moved, plan.case_system_agrees,
		case when coalesce(plan.actual_finish, plan.achieved_on) > plan.predicted_finish then 'late'
			when coalesce(plan.actual_finish, plan.achieved_on) is not null then 'on time'
			when plan.status = 'No longer prioritised' then 'no longer prioritised'
			when plan.predicted_finish < %(today)s then 'overdue' else 'not due yet' end
	from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
	where plan.predicted_finish between %(three_months_ago)s and %(today)s and SEEN(child)
) due
order by due desc, predicted, plan
