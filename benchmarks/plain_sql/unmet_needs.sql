-- Needs noted in the last year.
select need.name as unmet_need, need.noted_on, need.kind, need.need, need.looked_for, need.status,
	need.placed_instead, need.weekly_cost, child.full_name as child_name, need.child, need.locality, child.team,
	need.forum, need.meeting, need.outcome
from `tabUnmet Need` need
left join tabChild child on child.name = need.child
where need.noted_on between %(a_year_ago)s and %(today)s and (
	need.child <> '' and SEEN(child)
	or coalesce(need.child, '') = '' and (need.locality in %(localities)s or need.owner = %(reader)s
		or coalesce(need.locality, '') = ''
			and need.meeting in (select name from tabMeeting where locality in %(localities)s))
)
order by need.noted_on desc, need.name
