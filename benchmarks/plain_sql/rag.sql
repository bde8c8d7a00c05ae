-- Open plans with a rating, red ones first.
select plan.rag, child.full_name as child_name, plan.rag_reason as reason, plan.rag_since as since,
	plan.name as plan, plan.route, plan.status, plan.team, worker.worker_name as social_worker, plan.predicted_start,
	plan.times_moved, plan.rag_by_hand_until as by_hand_until, plan.locality, plan.child
from `tabPermanence Plan` plan
join tabChild child on child.name = plan.child
left join tabWorker worker on worker.name = child.social_worker
where plan.status in ('Proposed', 'Prioritised', 'Assessment started', 'Assessment finished')
	and plan.rag in ('Red', 'Amber', 'Green') and SEEN(child)
order by case plan.rag when 'Red' then 0 when 'Amber' then 1 else 2 end, plan.rag_since, plan.name
