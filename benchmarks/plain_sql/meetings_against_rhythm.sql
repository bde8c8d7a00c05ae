-- Maths: the days of a rhythm are counted in Python. This fetches the schedules with their rhythms and what became of
-- the meetings of each.
select coalesce(schedule.forum, sat.forum) as forum, coalesce(schedule.locality, sat.locality) as locality,
	coalesce(schedule.team, sat.team, '') as team, schedule.first_sitting, forum.every, forum.interval,
	forum.directly_before, forum.before_every_nth, coalesce(sat.held, 0) as held,
	coalesce(sat.cancelled, 0) as cancelled, coalesce(sat.not_closed, 0) as not_closed, sat.last_held
from `tabForum Schedule` schedule
join tabForum forum on forum.name = schedule.forum
left join (
	select meeting.forum, coalesce(meeting.locality, '') as locality, coalesce(meeting.team, '') as team,
		sum(meeting.status in ('Held', 'Notes issued')) as held, sum(meeting.status = 'Cancelled') as cancelled,
		sum(meeting.status in ('Proposed', 'Planned', 'Circulated') and meeting.meeting_date < %(today)s) as not_closed,
		max(if(meeting.status in ('Held', 'Notes issued'), meeting.meeting_date, null)) as last_held
	from tabMeeting meeting
	where meeting.meeting_date between %(three_months_ago)s and %(today)s and meeting.locality in %(localities)s
	group by 1, 2, 3
) sat on sat.forum = schedule.forum and sat.locality = coalesce(schedule.locality, '')
	and sat.team = coalesce(schedule.team, '')
where schedule.active = 1 and schedule.first_sitting is not null
	and (schedule.locality in %(localities)s or coalesce(schedule.locality, '') = '')
