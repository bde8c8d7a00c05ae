select child.name as child, child.full_name as child_name, child.team, child.locality, worker.worker_name as social_worker,
	count(distinct person.name) as people,
	count(distinct case when person.ruled_out = 0 and (person.offers_home = 1 or person.offers_respite = 1
		or person.offers_contact = 1) then person.name end) as connections,
	count(distinct case when person.ruled_out = 0 and person.offers_home = 1 then person.name end) as homes,
	max(person.last_asked_on) as asked_on,
	min(case when person.ruled_out = 0 then person.ask_again_on end) as ask_again_on,
	count(distinct case when person.ruled_out = 0 and coalesce(assessment.outcome, '') = '' then assessment.name end) as assessments,
	min(case when person.ruled_out = 0 and coalesce(assessment.outcome, '') = '' then assessment.due_on end) as assessment_due_on
from tabChild child
left join tabWorker worker on worker.name = child.social_worker
left join `tabConnected Person` person on person.child = child.name
left join `tabCarer Assessment` assessment on assessment.parent = person.name
where child.looked_after = 1 and coalesce(child.merged_into, '') = '' and SEEN(child)
group by child.name, child.full_name, child.team, child.locality, worker.worker_name
