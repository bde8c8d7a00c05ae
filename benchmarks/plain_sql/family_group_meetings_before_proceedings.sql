select distinct child.name as child, child.full_name as child_name, child.team, child.locality,
	event.event_date as issued_on, worker.worker_name as social_worker,
	(select max(ended.event_date) from `tabCare Event` ended where ended.child = child.name
		and ended.event_type = 'Proceedings ended' and ended.event_date < event.event_date) as ended_before,
	meeting.stage, meeting.offered_on, meeting.not_offered_on, meeting.letter_sent_on, meeting.offer_in_letter,
	meeting.held_on, meeting.reason_not_held,
	(select min(offer.answered_on) from `tabFamily Group Offer` offer where offer.parent = meeting.name
		and offer.answer = 'Accepted') as accepted_on
from tabChild child
join `tabCare Event` event on event.child = child.name and event.event_type = 'Proceedings issued'
	and event.event_date between date_sub(%(today)s, interval 12 month) and %(today)s
left join tabWorker worker on worker.name = child.social_worker
left join `tabFamily Group Meeting` meeting on meeting.child = child.name
where coalesce(child.merged_into, '') = '' and SEEN(child)
