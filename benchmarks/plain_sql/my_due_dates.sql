-- What is a role's of the reader in the reader's localities and nobody's in particular. (The reader is no worker.)
select scale.name, scale.state, scale.due_on, scale.duty, scale.child, child.full_name as child_name, scale.meeting,
	scale.forum_schedule, rhythm.forum, meeting.title as meeting_title, scale.responsible, scale.duty_role, scale.team,
	scale.locality, scale.escalate_on, scale.escalate_to
from tabTimescale scale
left join tabChild child on child.name = scale.child
left join tabMeeting meeting on meeting.name = scale.meeting
left join `tabForum Schedule` rhythm on rhythm.name = scale.forum_schedule
where scale.state in ('Not due', 'Due soon', 'Overdue') and coalesce(scale.responsible, '') = ''
	and scale.duty_role in %(roles)s and scale.locality in %(localities)s
	and (coalesce(scale.child, '') = '' or SEEN(child))
	and (coalesce(scale.meeting, '') = '' or meeting.locality in %(localities)s)
order by scale.due_on, scale.duty, scale.name
