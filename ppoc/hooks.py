"""What the app plugs into Frappe. Each entry points at a named function or file; nothing is computed here."""

# identity
app_name = "ppoc"
app_title = "PPOC"
app_publisher = "The ppoc developers"
app_description = "Permanence outside of care: planned, met about and followed without drift"
app_email = "ppoc@example.org"
app_license = "MIT"
export_python_type_annotations = True

# install and migrate
after_sync = "ppoc.install.after_sync"
after_migrate = "ppoc.install.after_migrate"
# Words that must be the same on every site. What an admin may edit comes from practice packs instead,
# because a fixture is written anew by each migrate.
fixtures = ["Role", "Workflow State", "Workflow Action Master"]

# assets
app_include_js = ["ppoc.bundle.js"]
app_include_css = ["ppoc.bundle.css"]

# prints
jinja = {
	"methods": [
		"ppoc.prints.jinja.ppoc_meeting",
		"ppoc.prints.jinja.ppoc_attendees",
		"ppoc.prints.jinja.ppoc_worker",
		"ppoc.prints.jinja.ppoc_child_name",
		"ppoc.prints.jinja.ppoc_date",
		"ppoc.prints.jinja.ppoc_short_date",
		"ppoc.prints.jinja.ppoc_time",
		"ppoc.prints.jinja.ppoc_type_size",
	],
	"filters": ["ppoc.prints.jinja.ppoc_paged"],
}

# events

# permissions

# scheduler
