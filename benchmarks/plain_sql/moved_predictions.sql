-- Moves of the last twelve months.
select child.full_name as child_name, plan.child, plan.name as plan, plan.route, plan.team, plan.status, moved.was,
	moved.became, datediff(moved.became, moved.was) as days, moved.changed_on, plan.predicted_start as predicted
from `tabPrediction Change` moved
join `tabPermanence Plan` plan on plan.name = moved.parent
join tabChild child on child.name = plan.child
where moved.parenttype = 'Permanence Plan' and moved.date_field = 'Predicted start' and moved.was is not null
	and (moved.became is null or moved.became <> moved.was)
	and moved.changed_on >= %(a_year_ago)s and moved.changed_on < date_add(%(today)s, interval 1 day) and SEEN(child)
order by coalesce(days, 0) desc, child_name, plan
