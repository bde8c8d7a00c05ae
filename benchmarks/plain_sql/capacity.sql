-- Teams and months: what can be started, what is predicted, what was started.
with recursive months as (
	select %(capacity_from)s as month
	union all
	select date_add(month, interval 1 month) from months where month < %(capacity_last)s
), counted as (
	select coalesce(plan.team, '') as team, cast(date_format(plan.predicted_start, '%%Y-%%m-01') as date) as month,
		count(*) as predicted, 0 as started
	from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
	where plan.predicted_start between %(capacity_from)s and last_day(%(capacity_last)s) and SEEN(child)
		and plan.status in ('Prioritised', 'Assessment started', 'Assessment finished')
	group by 1, 2
	union all
	select coalesce(plan.team, ''), cast(date_format(plan.actual_start, '%%Y-%%m-01') as date), 0, count(*)
	from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
	where plan.actual_start between %(capacity_from)s and last_day(%(capacity_last)s) and SEEN(child)
	group by 1, 2
)
select teams.team, cast(months.month as date) as month, nullif(team.monthly_capacity, 0) as capacity,
	coalesce(sum(counted.predicted), 0) as predicted, coalesce(sum(counted.started), 0) as started
from (select distinct team from counted) teams
cross join months
left join tabTeam team on team.name = teams.team
left join counted on counted.team = teams.team and counted.month = months.month
group by teams.team, months.month, team.monthly_capacity
having capacity > 0 or predicted > 0 or started > 0
order by teams.team, months.month
