-- Requests that were open in the last three months.
select request.name as decision_name, request.child, child.full_name as child_name, child.locality, child.team,
	request.request_type, coalesce(nullif(request.who_decides, ''), meeting.forum) as who_decides, request.status, request.requested_on as asked_on, request.meeting,
	meeting.meeting_date, request.decision, request.decided_on, request.authorise_by, request.authorised_on,
	request.missing_documents, request.emergency, request.retrospective,
	datediff(coalesce(request.decided_on, if(request.status in ('Requested', 'Listed'), %(today)s, null)),
		request.requested_on) as days
from `tabPanel Decision` request
join tabChild child on child.name = request.child
left join tabMeeting meeting on meeting.name = request.meeting
where coalesce(request.requested_on, request.decided_on) <= %(today)s
	and (request.status in ('Requested', 'Listed') or request.decided_on >= %(three_months_ago)s
		or request.requested_on >= %(three_months_ago)s)
	and SEEN(child)
order by request.status not in ('Requested', 'Listed'), request.requested_on, request.name
