-- Open due dates by duty.
select coalesce(scale.duty, '') as grouped, sum(scale.state = 'Overdue') as overdue,
	sum(scale.state = 'Due soon') as due_soon, sum(scale.state = 'Not due') as not_due,
	count(distinct if(scale.state = 'Overdue', scale.child, null)) as children,
	datediff(%(today)s, min(if(scale.state = 'Overdue', scale.due_on, null))) as longest
from tabTimescale scale
left join tabChild child on child.name = scale.child
left join tabMeeting meeting on meeting.name = scale.meeting
where scale.state in ('Not due', 'Due soon', 'Overdue')
	and (coalesce(scale.child, '') = '' or SEEN(child))
	and (coalesce(scale.meeting, '') = '' or meeting.locality in %(localities)s)
	and (scale.child <> '' or scale.meeting <> '' or scale.locality in %(localities)s)
group by coalesce(scale.duty, '')
order by overdue desc, due_soon desc, grouped
