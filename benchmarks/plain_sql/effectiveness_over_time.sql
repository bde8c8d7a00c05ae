-- Reviews of the last two years beside the one before each.
select review.name as review, review.locality, review.review_date, worker.worker_name as reviewer, review.scored,
	review.average_score, review.meetings_score, review.panel_score, before_it.average_score as `before`,
	review.next_review_on,
	if(review.scored and before_it.average_score, round(review.average_score - before_it.average_score, 2), null)
		as `change`
from `tabEffectiveness Review` review
left join `tabEffectiveness Review` before_it on before_it.name = review.previous_review
left join tabWorker worker on worker.name = review.reviewer
where review.review_date between %(two_years_ago)s and %(today)s and review.locality in %(localities)s
order by review.locality, review.review_date, review.name
