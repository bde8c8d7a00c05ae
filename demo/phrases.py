"""What people write in the demo's meetings: ordinary sentences of practice about nobody, picked by a seed."""

from __future__ import annotations

from demo.storylines import REUNIFICATION, SGO, Outlook

RATIONALES: dict[Outlook, tuple[str, ...]] = {
	Outlook.NOW: (
		"Settled with carers for over two years; carers have said they would like to make it permanent.",
		"Good family time every week, and no concerns at home since the last review.",
		"Grandparents came forward and the viability assessment was positive.",
		"Parent has kept to the agreement for nine months and the child asks to go home.",
		"Carers no longer need the department's support day to day; the plan can move on.",
	),
	Outlook.LATER: (
		"Placement is new; look again once the child has been settled for six months.",
		"Carers want to wait until the move to secondary school is done.",
		"Parent has begun the programme; results are expected in the spring.",
		"Therapy runs until summer, after which carers would consider an order.",
		"Aunt is interested once she has moved to a larger home.",
	),
	Outlook.UNCERTAIN: (
		"Carers and supervising social worker see it differently; the panel's view would help.",
		"Contact with the birth family has just changed and its effect is not clear.",
		"The child says different things to different people; direct work is planned.",
		"Two siblings with different plans: should they be considered together?",
	),
	Outlook.NONE: (
		"Needs round-the-clock residential care; no family member can meet these needs.",
		"All family members were assessed within the last year and none can offer care before 18.",
		"Aged 16 and settled, with a pathway plan towards independence.",
		"Long-term carers have decided against an order after advice; the child is happy as things are.",
		"Risk at home is unchanged, and the court agreed that a return would not be safe.",
	),
}

PROGRESS: dict[str, dict[str, tuple[str, ...]]] = {
	SGO: {
		"Prioritised": (
			"Carers met the social worker and were given the guide to special guardianship.",
			"Support plan talked through with carers; they have questions about the allowance.",
			"Family time plan after the order was drafted with the birth family.",
			"Referral to the assessment team is written and waits for the health form.",
			"Carers took legal advice and want to go ahead.",
		),
		"Assessment started": (
			"Three of six assessment sessions are done; references are in.",
			"Assessor has met the child at school and at home; no concerns.",
			"Medical for one carer is outstanding, otherwise on course.",
			"Support plan is being costed alongside the assessment.",
		),
		"Assessment finished": (
			"Assessment is positive; application papers are with legal services.",
			"Support plan is signed by both carers; a hearing date is awaited.",
			"Court has set the first hearing; all parties agree.",
		),
	},
	REUNIFICATION: {
		"Prioritised": (
			"Parent attended all sessions this month; family time is now unsupervised at weekends.",
			"Safety plan was written with the parent and the wider family.",
			"Overnight stays have begun and went well; school reports no change.",
			"Housing has confirmed the tenancy; furniture is being arranged.",
			"Family group conference agreed who helps on which days.",
		),
		"Assessment started": (
			"Reunification assessment is half done; drug tests are clear so far.",
			"Parenting sessions are observed weekly; the child is relaxed at home.",
			"Stays have grown to three nights; respite from the aunt is agreed.",
		),
		"Assessment finished": (
			"Assessment supports a return; the transition plan runs to the end of term.",
			"Child lives at home under the care order; discharge papers are being written.",
			"Final review recommended discharge of the order; a date is awaited.",
		),
	},
}

BARRIERS: dict[str, tuple[str, ...]] = {
	"Carer's finances or housing": (
		"Carers need to know the allowance before they decide.",
		"A fourth bedroom is needed before the order.",
	),
	"Carer's views": ("One carer is unsure what contact would look like after an order.",),
	"Assessment capacity": ("No assessor is free before the date that was planned.",),
	"Court or legal": ("Legal advice on the birth father's position is awaited.",),
	"Child's views or needs": ("The child asked to finish the school year first.",),
	"Social worker change": ("The case moves to a new social worker, who has yet to meet the carers.",),
	"Parents or family": (
		"Missed two sessions of family time; reasons are being looked into.",
		"The parent's new partner has to be assessed first.",
	),
	"Other agency": ("Housing has not confirmed the tenancy.",),
}

STOP_REASONS = (
	"Carers decided to wait; look again in the spring.",
	"Placement is under strain; stability comes first.",
	"Assessment so far does not support the route; the child stays in long-term fostering.",
	"The parent withdrew from the plan.",
)

ACTIONS: dict[str, tuple[tuple[str, str], ...]] = {
	SGO: (
		("social worker", "Meet the carers and write down their questions about special guardianship"),
		("social worker", "Send the completed referral to the assessment team"),
		("social worker", "Complete direct work session on the child's wishes and record it"),
		("supervising social worker", "Visit the carers and report how they see an order"),
		("practice supervisor", "Book an assessor and tell carers the first date"),
		("practice supervisor", "Agree the support plan with finance and send carers the figures"),
		("team coordinator", "Invite carers, assessor and social worker to a planning meeting"),
		("social worker", "Draft the family time plan with the birth family"),
		("team manager", "Ask legal services for advice on the application and share the answer"),
	),
	REUNIFICATION: (
		("social worker", "Visit the parent at home and complete the safety checklist"),
		("social worker", "Write the transition plan with dates for overnight stays"),
		("practice supervisor", "Hold a family group conference and circulate its plan"),
		("practice supervisor", "Read the assessment so far and give the social worker feedback"),
		("team coordinator", "Get the tenancy confirmation in writing from housing"),
		("team manager", "Ask legal services how and when to apply for discharge"),
		("social worker", "Speak with school about support after the return and record it"),
		("reviewing officer", "Bring the review forward to look at the return plan"),
	),
}

PANEL_ACTIONS: tuple[tuple[str, str], ...] = (
	("team manager", "Bring the signed support plan to the next panel"),
	("practice supervisor", "Report to the panel what the assessor needs to begin"),
	("head of service", "Ask finance to decide on the allowance and tell the team"),
	("social worker", "Ask the child about the plan and tell the panel in the child's words"),
	("reviewing officer", "Confirm the review's view of the plan in writing"),
)

CHALLENGES = (
	"Has anybody asked the paternal family in the last year? Bring an answer.",
	"Carers declined two years ago: ask again, with the support plan in hand.",
	"What would have to change for a return home? Describe it and look again.",
)
CHALLENGE_ACTIONS: tuple[tuple[str, str], ...] = (
	("social worker", "Ask both sides of the family again who could offer care, and record the answers"),
	("social worker", "Talk with the carers about an order and what support they would need"),
)
AGREEMENTS = (
	"Agreed; look again in six months.",
	"Agreed, the long-term plan meets the child's needs.",
	"Agreed. Family time to be kept up.",
)

PANEL_REASONS = (
	"Barrier needs the Head of Service",
	"Third move of the predicted start",
	"Allowance above the usual rate",
	"Reviewing officer asked for a view",
)
ESCALATIONS = (
	"No assessor is available in the locality before the predicted start.",
	"Housing has not answered for two months about the larger home.",
	"A decision on funding the adaptation lies above the locality.",
	"Another authority has not sent the checks it promised.",
)
ANSWERS = (
	"An assessor from another locality takes the case from Monday.",
	"Spoke with the housing director; an answer is due this week.",
	"Funding is agreed up to the amount in the support plan.",
)
OUTCOMES = (
	"Note is on the file.",
	"Carers were content with it.",
	"Spoken about by phone and confirmed in writing.",
	"Shared with the team.",
)
DELAYS = (
	"Carers were on holiday.",
	"Waiting for an answer from the other agency.",
	"Social worker was on leave.",
	"Form came back incomplete.",
)
NOT_NEEDED = ("Overtaken by events; no longer of use.", "Covered by another action.")
AOB = (
	"Dates of the school holidays were noted.",
	"Tracker was checked against the case system; nothing to correct.",
	"New social worker was welcomed and told how the meeting works.",
	"",
	"",
)
RESTRICTION_REASONS = ("A relative works in the service.", "Court order limits who may know the address.")

NEEDS: tuple[tuple[str, str, str, str, int], ...] = (
	(
		"A foster home within reach of school that takes three siblings together",
		"Sibling group",
		"Own carers, the region's framework, four agencies",
		"Two homes, the youngest apart from the others",
		1890,
	),
	(
		"A foster home for a teenager who has run away from two placements",
		"Foster home",
		"Own carers and six agencies",
		"An agency home forty miles away",
		1150,
	),
	(
		"A small home for a child with autism and very little sleep",
		"Residential home",
		"Eleven providers on the framework",
		"A solo placement with two staff",
		6400,
	),
	(
		"A parent and child place for a mother of seventeen",
		"Parent and child",
		"All providers of the region",
		"Both stay with the grandmother with daily visits",
		480,
	),
	(
		"Supported accommodation near the college, with staff at night",
		"Supported accommodation",
		"Three providers in the area",
		"Stays with the carers beyond eighteen for the time being",
		620,
	),
	(
		"Therapy for a child before the move to the grandparents",
		"Service or support",
		"Child mental health service and two private ones",
		"School counsellor, once a fortnight",
		0,
	),
	(
		"Short breaks for a child with epilepsy, so that the carers can go on",
		"Health or disability",
		"Children's disability team and the hospice",
		"An aunt has been trained and helps out",
		140,
	),
)
"""What was needed, of which kind, where it was looked for, what was found instead, and what that costs a week."""
NEEDS_SETTLED = (
	("In the strategy", "Taken up in the sufficiency strategy with the other needs of this kind."),
	("In the strategy", "Commissioners are talking with two providers about it."),
	("Met", "A home was found after ten weeks."),
	("Met", "A new carer was approved and the child moved."),
)
REQUESTS: tuple[tuple[str, str], ...] = (
	(
		"Allowance above the usual rate for two years",
		"Both carers would have to work less while the child settles.",
	),
	("Adaptation of the bathroom at the carers' home", "Without it the carers cannot take on the order."),
	(
		"Independent assessment instead of one by the team",
		"No assessor of the team is free before the spring.",
	),
	("Supervised family time at a centre for six months", "The carers ask for a neutral place at first."),
)
REQUESTS_AGREED = ("Agreed; to be looked at again after a year.", "Agreed within the usual amount.")
REQUESTS_NOT = ("Not now: the team first asks the fund of the district.",)

ROUTED_REQUESTS: tuple[tuple[str, str, str, dict[str, str | int]], ...] = (
	(
		"High-cost or complex family support",
		"An intensive family worker for six months, three visits a week",
		"The grandparents can take both children if somebody helps with the evenings.",
		{},
	),
	(
		"Placement move",
		"A move to carers near the school",
		"The present carers retire in the spring; the child should not change school in the exam year.",
		{},
	),
	(
		"Special guardianship with a support plan",
		"Special guardianship for the aunt, with the usual allowance",
		"The aunt's assessment is positive, and the support plan is agreed with her.",
		{"policy_answer": "Within"},
	),
	(
		"Special guardianship with a support plan",
		"Special guardianship for the grandmother, with a larger home paid for",
		"Three siblings can stay together only if the house has one more bedroom.",
		{"policy_answer": "Over and above"},
	),
	(
		"Specialist assessment before proceedings",
		"A cognitive assessment of the mother",
		"It decides which kind of parenting support can work at all.",
		{"cost": 4200},
	),
	(
		"Legal planning meeting",
		"A first legal planning meeting",
		"Two plans with the family did not hold, and the school is worried again.",
		{},
	),
	(
		"Long-term fostering with in-house carers",
		"The present carers become long-term carers",
		"Four years in this home, and the child asks to stay.",
		{},
	),
	(
		"Matching with foster carers",
		"A match with carers of our own",
		"They know the child from respite weekends.",
		{},
	),
	(
		"Residential placement funded jointly",
		"A small home with a school on the site",
		"Health and education have said that they will share the cost.",
		{},
	),
	(
		"Specific resource",
		"Life-story work before the move",
		"The child has asked why the brothers live elsewhere.",
		{},
	),
	(
		"Accommodation after 16 with its support",
		"A room in supported lodgings near the college",
		"The young person has looked at two rooms and chosen one.",
		{},
	),
	(
		"Staying Put after 18",
		"Staying with the carers until the end of college",
		"All of them want it, and the carers' fostering review agrees.",
		{},
	),
)
"""Request types of the other packs: what is asked, why, and what else the form asks for."""
