-- Each plan of the last two years in each stage that it was in.
select child_name, child, plan, route, team, status, began, through,
	datediff(coalesce(through, if(gone <= %(today)s, gone, %(today)s)), began) as days,
	case when through is not null then 'Came through' when gone <= %(today)s then 'Left the list' else 'Still in it' end
		as standing,
	case number when 1 then 'Prioritised until assessment started' when 2 then 'Assessment started until finished'
		when 3 then 'Assessment finished until permanence' else 'Prioritised until permanence' end as stage
from (
	select child.full_name as child_name, plan.child, plan.name as plan, plan.route, plan.team, plan.status, number,
		if(plan.status = 'No longer prioritised', plan.removed_on, plan.achieved_on) as gone,
		case number when 2 then plan.actual_start when 3 then plan.actual_finish else plan.prioritised_on end as began,
		case number when 1 then if(plan.actual_start <= %(today)s, plan.actual_start, null)
			when 2 then if(plan.actual_finish <= %(today)s, plan.actual_finish, null)
			else if(plan.achieved_on <= %(today)s, plan.achieved_on, null) end as through
	from `tabPermanence Plan` plan
	join tabChild child on child.name = plan.child
	cross join (select 1 as number union all select 2 union all select 3 union all select 4) stages
	where plan.prioritised_on between %(two_years_ago)s and %(today)s and SEEN(child)
) waits
where began <= %(today)s
having days >= 0
order by days desc, plan
