"""Our Council: what the authority changed, on top of ppoc. There is no code in this app."""

app_name = "our_council"
app_title = "Our Council"
app_publisher = "Our Council"
app_description = "What Our Council changed in PPOC"
app_email = "ppoc@example.org"
app_license = "MIT"
required_apps = ["ppoc/ppoc"]  # without the slash, Frappe asks a public forge for it

# What an administrator changed. `bench --site SITE export-fixtures --app our_council` writes it into fixtures/;
# an installation and each migration of another site bring it there.
fixtures = [
	"Agenda Query",
	"Barrier Category",
	"Care Event Type",
	"Delegation Rule",
	"Effectiveness Criterion",
	"Forum",
	"Placement Option",
	"Practice Pack",
	"RAG Rule",
	"Readiness Check",
	"Record Template",
	"Request Type",
	"Route",
	"Timescale Duty",
	"Timescale Rule",
	"Role",
	"Workflow",
	"Workflow State",
	"Workflow Action Master",
	"Notification",
	"List View Settings",
	"Words We Use",
	{"dt": "Custom Field", "filters": [["is_system_generated", "=", 0]]},
	{"dt": "Property Setter", "filters": [["is_system_generated", "=", 0]]},
	"Custom DocPerm",
	{"dt": "List Filter", "filters": [["for_user", "=", ""]]},
	{"dt": "Print Format", "filters": [["standard", "=", "No"]]},
	{"dt": "Report", "filters": [["is_standard", "=", "No"]]},
	{"dt": "Translation", "filters": [["name", "not like", "ppoc-word-%"]]},
]
