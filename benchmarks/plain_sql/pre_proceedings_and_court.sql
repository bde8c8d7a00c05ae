-- Children on the way to court: by a decision that stands on a tracker, or by what happened until it ended. The stage
-- is what happened last; it began with the first of the same events in a row.
with happened as (
	select child, event_type, event_date, creation, name,
		lag(event_type) over (partition by child order by event_date, creation, name) as before_it
	from `tabCare Event`
	where event_date <= %(today)s and event_type in ('Pre-proceedings agreed', 'Pre-proceedings begun',
		'Issue of proceedings agreed', 'Proceedings issued', 'Pre-proceedings ended', 'Proceedings ended')
), begun as (
	select child, event_type, event_date,
		row_number() over (partition by child order by event_date desc, creation desc, name desc) as place
	from happened where before_it is null or before_it <> event_type
), stages as (
	select child, event_type, event_date from begun
	where place = 1 and event_type not in ('Pre-proceedings ended', 'Proceedings ended')
), decisions as (
	select child, name, who_decides, decided_on,
		row_number() over (partition by child order by decided_on desc, creation desc, name desc) as place
	from `tabPanel Decision` where tracker <> '' and off_tracker_on is null
), dates as (
	select event.child,
		max(if(event.event_type = 'Final evidence due', event.event_date, null)) as evidence_due,
		max(if(event.event_type = 'Final care plan due', event.event_date, null)) as plan_due,
		max(if(event.event_type = 'Final hearing', event.event_date, null)) as hearing,
		max(if(event.event_type not in ('Final evidence due', 'Final care plan due', 'Final hearing')
			and event.event_date <= %(today)s, event.event_date, null)) as last_seen
	from `tabCare Event` event
	where event.event_type in ('Final evidence due', 'Final care plan due', 'Final hearing') or event.meeting <> ''
	group by event.child
), plans as (
	select plan.child,
		group_concat(if(plan.plan_kind = 'Primary', plan.route, null) order by plan.creation, plan.name separator ', ')
			as plan,
		group_concat(if(plan.plan_kind <> 'Primary', plan.route, null) order by plan.creation, plan.name separator ', ')
			as parallel,
		substring_index(group_concat(plan.rag order by plan.plan_kind = 'Primary' desc, plan.creation, plan.name), ',', 1)
			as rag
	from `tabPermanence Plan` plan
	where plan.status in ('Proposed', 'Prioritised', 'Assessment started', 'Assessment finished')
	group by plan.child
), following as (
	select action.child, action.what, action.due_on, action.action_owner,
		row_number() over (partition by action.child order by action.due_on, action.name) as place
	from tabAction action
	left join `tabPermanence Plan` its on its.name = action.plan
	left join tabChild planned on planned.name = its.child
	where action.status = 'Open' and (coalesce(action.plan, '') = '' or SEEN(planned))
)
select child.full_name as child_name, child.name as child,
	coalesce(stages.event_date, decisions.decided_on) as since,
	floor(datediff(%(today)s, coalesce(stages.event_date, decisions.decided_on)) / 7) as weeks, plans.rag,
	child.team, worker.worker_name as social_worker, child.legal_status, plans.plan, plans.parallel,
	decisions.name as decision, decisions.who_decides as decided_by, decisions.decided_on, dates.evidence_due, dates.plan_due,
	dates.hearing, dates.last_seen, following.what as next_action, owner.worker_name as next_owner,
	following.due_on as next_due, if(following.due_on < %(today)s, 'overdue', '') as late
from tabChild child
left join stages on stages.child = child.name
left join decisions on decisions.child = child.name and decisions.place = 1
left join tabWorker worker on worker.name = child.social_worker
left join dates on dates.child = child.name
left join plans on plans.child = child.name
left join following on following.child = child.name and following.place = 1
left join tabWorker owner on owner.name = following.action_owner
where (stages.child is not null or decisions.child is not null) and coalesce(child.merged_into, '') = ''
	and SEEN(child)
order by since is null, since, child_name
