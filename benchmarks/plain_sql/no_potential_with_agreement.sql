-- Children seen without potential, with the last request about it.
select child.full_name as child_name, child.name as child, child.team, worker.worker_name as social_worker,
	child.potential, child.potential_rationale as rationale, child.potential_decided_on as since,
	asked.name as request, asked.status, asked.decided_on, asked.meeting, asked.deadline, asked.review,
	child.potential_review_on as review_on,
	case child.potential when 'No potential agreed' then 'Yes' when 'Challenged' then 'No' else 'Not yet' end as agreed
from tabChild child
left join tabWorker worker on worker.name = child.social_worker
left join (
	select name, child, status, decided_on, meeting, deadline, review,
		row_number() over (partition by child order by requested_on desc, name desc) as place
	from `tabPanel Decision`
	where request_type = 'No potential to leave care before 18' and status <> 'Withdrawn'
) asked on asked.child = child.name and asked.place = 1
where child.potential in ('No potential', 'No potential agreed', 'Challenged')
	and coalesce(child.merged_into, '') = '' and SEEN(child)
order by child.potential, child.potential_decided_on, child.name
