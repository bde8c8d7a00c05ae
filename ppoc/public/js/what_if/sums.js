// Adds up outcomes, batch by batch.

export const nothing = () => ({ duties: {}, discussed: {}, children_late: 0 });

export function add_outcome(sum, more) {
	sum.children_late += more.children_late;
	for (const [forum, number] of Object.entries(more.discussed)) sum.discussed[forum] = (sum.discussed[forum] || 0) + number;
	for (const [duty, counts] of Object.entries(more.duties)) {
		const own = (sum.duties[duty] ||= { role: counts.role });
		for (const [key, value] of Object.entries(counts)) if (key !== "role") own[key] = (own[key] || 0) + value;
	}
}

/** Returns the duties under one set of rules, by who is responsible. */
export function by_role(duties) {
	const roles = {};
	for (const counts of Object.values(duties)) {
		const role = (roles[counts.role] ||= { overdue: 0, coming: 0 });
		role.overdue += counts.overdue;
		role.coming += counts.coming;
	}
	return roles;
}
