-- Maths: shares and medians are worked out in Python. These fetch the plans whose prediction stood in the last twelve
-- months, and the moves of that time.
select plan.team as `group`, plan.name, date(coalesce(history.given_on, plan.prioritised_on, plan.creation)) as given_on,
	date(if(plan.predicted_start is null, history.changed_on,
		coalesce(plan.actual_start, plan.achieved_on, plan.removed_on))) as ended_on
from `tabPermanence Plan` plan
join tabChild child on child.name = plan.child
left join (
	select parent, min(if(was is null, changed_on, null)) as given_on, max(changed_on) as changed_on
	from `tabPrediction Change` where parenttype = 'Permanence Plan' and date_field = 'Predicted start'
	group by parent
) history on history.parent = plan.name
where (plan.predicted_start is not null or history.changed_on is not null) and SEEN(child)
having given_on <= %(today)s and (ended_on is null or ended_on >= %(a_year_ago)s and ended_on >= given_on);

select plan.team as `group`, plan.name, moved.was, moved.became, moved.changed_on
from `tabPrediction Change` moved
join `tabPermanence Plan` plan on plan.name = moved.parent
join tabChild child on child.name = plan.child
where moved.parenttype = 'Permanence Plan' and moved.date_field = 'Predicted start' and moved.was is not null
	and (moved.became is null or moved.became <> moved.was)
	and moved.changed_on >= %(a_year_ago)s and moved.changed_on < date_add(%(today)s, interval 1 day) and SEEN(child)
order by moved.changed_on, moved.idx
