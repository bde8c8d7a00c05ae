-- Maths: shares are estimated in Python. This fetches the plans that were prioritised in the last two years.
select plan.route as `group`, plan.prioritised_on, plan.actual_start, plan.actual_finish, plan.achieved_on,
	plan.removed_on, plan.status
from `tabPermanence Plan` plan join tabChild child on child.name = plan.child
where plan.prioritised_on between %(two_years_ago)s and %(today)s and SEEN(child)
