-- Maths: working days are counted in Python. This fetches the meetings of the last three months, what their forums ask
-- for, and their papers.
select meeting.name as meeting, meeting.meeting_date, meeting.forum, meeting.locality, meeting.team, meeting.status,
	date(meeting.circulated_on) as agenda_done, date(meeting.notes_issued_on) as notes_done,
	meeting.authorise_by as authorised_due, meeting.authorised_on as authorised_done, forum.circulate_days_before,
	forum.notes_due_days, forum.notes_due_unit, locality.nation, coalesce(papers.asked, 0) as papers_asked,
	coalesce(papers.came, 0) as papers_came, papers.late as papers_late, papers.missing as papers_missing
from tabMeeting meeting
join tabForum forum on forum.name = meeting.forum
left join tabLocality locality on locality.name = meeting.locality
left join (
	select booking.meeting, count(*) as asked,
		sum(paper.received_on is not null or coalesce(paper.attachment, '') <> '') as came,
		sum(paper.received_on > paper.due_on) as late,
		sum(paper.received_on is null and coalesce(paper.attachment, '') = '' and paper.due_on < %(today)s) as missing
	from tabBooking booking
	join tabChild child on child.name = booking.child
	join `tabBooking Paper` paper on paper.parent = booking.name and paper.parenttype = 'Booking'
	where booking.meeting_date between %(three_months_ago)s and %(today)s and booking.status = 'Booked'
		and paper.required = 1 and SEEN(child)
	group by booking.meeting
) papers on papers.meeting = meeting.name
where meeting.meeting_date between %(three_months_ago)s and %(today)s
	and meeting.status not in ('Proposed', 'Cancelled') and meeting.locality in %(localities)s
order by meeting.meeting_date desc, meeting.name
