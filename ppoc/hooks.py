"""Plugs the app into Frappe. Each entry names a function or file; nothing is computed here."""

# identity
app_name = "ppoc"
app_title = "PPOC"
app_publisher = "The ppoc developers"
app_description = "Plan permanence outside of care, meet about it and follow it through without drift"
app_email = "ppoc@example.org"
app_license = "MIT"
export_python_type_annotations = True
app_logo_url = "/assets/ppoc/images/ppoc.svg"
app_home = "/ppoc"
add_to_apps_screen = [
	{
		"name": app_name,
		"logo": app_logo_url,
		"title": app_title,
		"route": app_home,
		"has_permission": "ppoc.desk.roles_database.may_use_app",
	}
]
website_context = {"favicon": app_logo_url, "splash_image": app_logo_url}

# install and migrate
after_sync = "ppoc.install.after_sync"
after_migrate = "ppoc.install.after_migrate"
# No `fixtures`: Frappe writes those again at every migration, over an administrator's changes. Roles,
# workflows and all other data come from practice packs, each record once.

# assets
app_include_js = ["ppoc.bundle.js"]
app_include_css = ["ppoc.bundle.css"]
doctype_js = {
	"Notification": "public/js/notification_receivers.js",
	"Child": [
		"public/js/child_duplicates.js",
		"public/js/child_handover.js",
		"public/js/child_audit_trail.js",
	],
	"Meeting": "public/js/meeting_letters.js",
}
extend_bootinfo = [
	"ppoc.desk.boot.add_worker",
	"ppoc.desk.boot.add_record_titles",
	"ppoc.desk.boot.add_form_tours",
	"ppoc.care_words.add_codes",
	"ppoc.timescales.packs.wizard.offer",
	"ppoc.desk.sidebar.tidy",
]
on_session_creation = "ppoc.desk.landing.after_login"

# Frappe's setup wizard
setup_wizard_requires = "assets/ppoc/js/setup_wizard.js"
setup_wizard_stages = [
	"ppoc.timescales.packs.wizard.stages",
	"ppoc.imports.first_sheet_database.stages",
	"ppoc.sample_children.wizard.stages",
]

# prints
jinja = {
	"methods": [
		"ppoc.inspection.file_database.ppoc_inspection_file",
		"ppoc.meetings.one_page.api.ppoc_child_page",
		"ppoc.meetings.papers.jinja.ppoc_meeting",
		"ppoc.meetings.papers.jinja.ppoc_expected",
		"ppoc.meetings.papers.jinja.ppoc_attendance",
		"ppoc.meetings.papers.jinja.ppoc_invited",
		"ppoc.meetings.papers.jinja.ppoc_next_meeting",
		"ppoc.meetings.papers.jinja.ppoc_worker",
		"ppoc.meetings.papers.jinja.ppoc_child_name",
		"ppoc.meetings.papers.family_group_page.ppoc_family_group_page",
		"ppoc.meetings.papers.handover_page.ppoc_handover_page",
		"ppoc.meetings.papers.jinja.ppoc_child_facts",
		"ppoc.meetings.papers.jinja.ppoc_whole_authority",
		"ppoc.care_words.ppoc_care_words",
		"ppoc.prints.jinja.ppoc_date",
		"ppoc.prints.jinja.ppoc_short_date",
		"ppoc.prints.jinja.ppoc_time",
		"ppoc.decisions.notice.ppoc_decision_notice",
		"ppoc.reporting.effectiveness.printing.ppoc_review_date",
		"ppoc.reporting.effectiveness.printing.ppoc_review_sections",
		"ppoc.reporting.oversight.rendering.ppoc_not_over_on",
		"ppoc.reporting.oversight.rendering.ppoc_oversight_charts",
	],
	"filters": ["ppoc.prints.jinja.ppoc_paged"],
}

# events
override_doctype_class = {
	"Access Log": "ppoc.access.access_log.TrailEntry",
	"User": "ppoc.access.user_accounts.Account",
	"Auto Email Report": "ppoc.access.scheduled_reports.ScheduledReport",
	"Customize Form": "ppoc.access.customising.forms.LimitedCustomizeForm",
	"Notification": "ppoc.access.customising.notifications.CheckedNotification",
	"File": "ppoc.access.files.CaseFile",  # its checks come before Frappe writes the file
}
doc_events = {
	# every record: no lost edits, and case records keep their numbers
	"*": {
		"before_validate": "ppoc.access.concurrency.refuse_blind_write",
		"before_discard": "ppoc.access.sharing.refuse_discarding",
		"before_rename": "ppoc.access.sharing.keep_name",
		"after_rename": "ppoc.access.sharing.keep_name",
		# the audit trail
		"after_insert": "ppoc.access.audit.changes.created",
		"on_change": "ppoc.access.audit.changes.changed",
		"on_trash": "ppoc.access.audit.changes.deleted",
	},
	# Frappe's own records; our own DocTypes do their work in their controllers
	"User": {
		"before_validate": "ppoc.access.user_accounts.check_account",
		"validate": ["ppoc.access.user_accounts.check_roles", "ppoc.desk.modules_database.give_profile"],
	},
	# who may do what
	"Role": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"Role Profile": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"Has Role": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"User Type": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"User Permission": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"Custom DocPerm": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"DocPerm": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"Custom Role": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	"Role Permission for Page and Report": {
		"before_validate": "ppoc.access.user_accounts.check_rights",
		"on_trash": "ppoc.access.user_accounts.check_rights",
	},
	# what an administrator customises without code
	"Custom Field": {
		"before_validate": "ppoc.access.customising.checks.check_custom_field",
		"on_trash": "ppoc.access.customising.checks.keep_of_managers",
	},
	"Property Setter": {
		"before_validate": "ppoc.access.customising.checks.check_property_setter",
		"on_trash": "ppoc.access.customising.checks.keep_of_managers",
	},
	"Print Format": {
		"before_validate": "ppoc.access.customising.checks.check_print_format",
		"on_trash": "ppoc.access.customising.checks.keep_of_managers",
	},
	"Translation": {"before_validate": "ppoc.access.customising.checks.check_translation"},
	# what people leave on a record
	"Comment": {"before_validate": "ppoc.access.remarks.check_comment"},
	"Communication": {"before_validate": "ppoc.access.remarks.check_email"},
	"Tag Link": {"before_validate": "ppoc.access.remarks.check_tag"},
	# Frappe's ways of opening a record to one more user
	"DocShare": {"validate": "ppoc.access.sharing.refuse_share"},
	"Document Share Key": {"before_insert": "ppoc.access.sharing.expire_share_key"},
	"Document Follow": {"after_insert": "ppoc.access.sharing.drop_follow"},
	"ToDo": {
		"before_validate": "ppoc.access.remarks.check_assignment",
		"validate": "ppoc.access.sharing.refuse_hidden_assignment",
	},
	"Notification Log": {"before_insert": "ppoc.access.sharing.blank_hidden_notification"},
	"Notification": {
		"before_validate": "ppoc.access.customising.checks.check_notification",
		"validate": "ppoc.access.sharing.refuse_wide_notification",
	},
	"Prepared Report": {"before_insert": "ppoc.access.sharing.refuse_prepared_report"},
	"Web Form": {"validate": "ppoc.access.sharing.refuse_web_form"},
	"Energy Point Rule": {"validate": "ppoc.access.sharing.refuse_points"},
	"Email Queue": {
		"before_insert": "ppoc.access.sharing.refuse_hidden_attachments",
		"after_insert": "ppoc.access.audit.emails.queued",
	},
	# the login page
	"Activity Log": {"before_insert": "ppoc.access.login_answers.count_failure"},
	"Personal Data Deletion Request": {"before_insert": "ppoc.access.login_answers.refuse_for_others"},
	"Personal Data Download Request": {"before_insert": "ppoc.access.login_answers.refuse_for_others"},
}

# permissions: one rule, in pairs; see ppoc/access/rules.py
permission_query_conditions = {
	"Child": "ppoc.access.permissions.child_query",
	"Care Episode": "ppoc.access.permissions.care_episode_query",
	"Care Event": "ppoc.access.permissions.care_event_query",
	"Permanence Plan": "ppoc.access.permissions.permanence_plan_query",
	"Meeting": "ppoc.access.permissions.meeting_query",
	"Meeting Discussion": "ppoc.access.permissions.meeting_discussion_query",
	"Action": "ppoc.access.permissions.action_query",
	"Panel Decision": "ppoc.access.permissions.panel_decision_query",
	"Booking": "ppoc.access.permissions.booking_query",
	"Escalation": "ppoc.access.permissions.escalation_query",
	"Delay Reason": "ppoc.access.permissions.delay_reason_query",
	"Connected Person": "ppoc.access.permissions.connected_person_query",
	"Family Group Meeting": "ppoc.access.permissions.family_group_meeting_query",
	"Letter to Child": "ppoc.access.permissions.letter_to_child_query",
	"Case Note": "ppoc.access.permissions.case_note_query",
	"Sibling Group": "ppoc.access.permissions.sibling_group_query",
	"Effectiveness Review": "ppoc.access.permissions.effectiveness_review_query",
	"Quarterly Oversight Report": "ppoc.access.permissions.quarterly_oversight_report_query",
	"Import Run": "ppoc.access.permissions.import_run_query",
	"Import Finding": "ppoc.access.permissions.import_finding_query",
	"Locality Access": "ppoc.access.permissions.locality_access_query",
	"Due Dates Digest": "ppoc.access.permissions.due_dates_digest_query",
	"Service Event": "ppoc.access.permissions.service_event_query",
	"Timescale": "ppoc.access.permissions.timescale_query",
	"Handover": "ppoc.access.permissions.handover_query",
	"Flag": "ppoc.access.permissions.flag_query",
	"Unmet Need": "ppoc.access.permissions.unmet_need_query",
	"Tracked Placement": "ppoc.access.permissions.tracked_placement_query",
	"Return Line": "ppoc.access.permissions.return_line_query",
	"Fortnightly Return": "ppoc.access.permissions.fortnightly_return_query",
	"Audit Entry": "ppoc.access.permissions.audit_entry_query",
	"Record Hold": "ppoc.access.permissions.record_hold_query",
	"Disclosure Request": "ppoc.access.permissions.disclosure_request_query",
	"Data Complaint": "ppoc.access.permissions.data_complaint_query",
	"Erasure": "ppoc.access.permissions.erasure_query",
	# tables inside case records, each with a list of its own
	"Child Worker": "ppoc.access.permissions.child_worker_query",
	"Child Identifier": "ppoc.access.permissions.child_identifier_query",
	"Child Allowed Person": "ppoc.access.permissions.child_allowed_person_query",
	"Potential Decision": "ppoc.access.permissions.potential_decision_query",
	"Plan Barrier": "ppoc.access.permissions.plan_barrier_query",
	"Prediction Change": "ppoc.access.permissions.prediction_change_query",
	"RAG Override": "ppoc.access.permissions.rag_override_query",
	"Meeting Agenda Item": "ppoc.access.permissions.meeting_agenda_item_query",
	"Meeting Attendee": "ppoc.access.permissions.meeting_attendee_query",
	"Discussion Answer": "ppoc.access.permissions.discussion_answer_query",
	"Action Review": "ppoc.access.permissions.action_review_query",
	"Effectiveness Score": "ppoc.access.permissions.effectiveness_score_query",
	"Effectiveness Frequency": "ppoc.access.permissions.effectiveness_frequency_query",
	"Oversight Theme": "ppoc.access.permissions.oversight_theme_query",
	"Tracked Placement Update": "ppoc.access.permissions.tracked_placement_update_query",
	"Decision Document": "ppoc.access.permissions.decision_document_query",
	"Decision Carried On": "ppoc.access.permissions.decision_carried_on_query",
	"Readiness Answer": "ppoc.access.permissions.readiness_answer_query",
	"Booking Paper": "ppoc.access.permissions.booking_paper_query",
	"Carer Assessment": "ppoc.access.permissions.carer_assessment_query",
	"Connected Person Ask": "ppoc.access.permissions.connected_person_ask_query",
	"Family Group Offer": "ppoc.access.permissions.family_group_offer_query",
	"Disclosure Question": "ppoc.access.permissions.disclosure_question_query",
	"Disclosure Search": "ppoc.access.permissions.disclosure_search_query",
	"Disclosure Redaction": "ppoc.access.permissions.disclosure_redaction_query",
	"Erasure Count": "ppoc.access.permissions.erasure_count_query",
	# Frappe's own records that point at case records
	"Access Log": "ppoc.access.references.access_log_query",
	"Activity Log": "ppoc.access.references.activity_log_query",
	"Comment": "ppoc.access.references.comment_query",
	"Communication": "ppoc.access.references.communication_query",
	"Deleted Document": "ppoc.access.references.deleted_document_query",
	"DocShare": "ppoc.access.references.docshare_query",
	"Document Follow": "ppoc.access.references.document_follow_query",
	"Document Share Key": "ppoc.access.references.document_share_key_query",
	"Email Queue": "ppoc.access.references.email_queue_query",
	"File": "ppoc.access.references.file_query",
	"Notification Log": "ppoc.access.references.notification_log_query",
	"Tag Link": "ppoc.access.references.tag_link_query",
	"ToDo": "ppoc.access.references.todo_query",
	"Version": "ppoc.access.references.version_query",
	"View Log": "ppoc.access.references.view_log_query",
	"Workflow Action": "ppoc.access.references.workflow_action_query",
}
has_permission = {
	"Child": "ppoc.access.permissions.has_permission",
	"Care Episode": "ppoc.access.permissions.has_permission",
	"Care Event": "ppoc.access.permissions.has_permission",
	"Permanence Plan": "ppoc.access.permissions.has_permission",
	"Meeting": "ppoc.access.permissions.has_permission",
	"Meeting Discussion": "ppoc.access.permissions.has_permission",
	"Action": "ppoc.access.permissions.has_permission",
	"Panel Decision": "ppoc.access.permissions.has_permission",
	"Booking": "ppoc.access.permissions.has_permission",
	"Escalation": "ppoc.access.permissions.has_permission",
	"Delay Reason": "ppoc.access.permissions.has_permission",
	"Connected Person": "ppoc.access.permissions.has_permission",
	"Family Group Meeting": "ppoc.access.permissions.has_permission",
	"Letter to Child": "ppoc.access.permissions.has_permission",
	"Case Note": "ppoc.access.permissions.has_permission",
	"Sibling Group": "ppoc.access.permissions.has_permission",
	"Effectiveness Review": "ppoc.access.permissions.has_permission",
	"Quarterly Oversight Report": "ppoc.access.permissions.has_permission",
	"Import Run": "ppoc.access.permissions.has_permission",
	"Import Finding": "ppoc.access.permissions.has_permission",
	"Locality Access": "ppoc.access.permissions.has_permission",
	"Due Dates Digest": "ppoc.access.permissions.has_permission",
	"Service Event": "ppoc.access.permissions.has_permission",
	"Timescale": "ppoc.access.permissions.has_permission",
	"Handover": "ppoc.access.permissions.has_permission",
	"Flag": "ppoc.access.permissions.has_permission",
	"Unmet Need": "ppoc.access.permissions.has_permission",
	"Tracked Placement": "ppoc.access.permissions.has_permission",
	"Return Line": "ppoc.access.permissions.has_permission",
	"Fortnightly Return": "ppoc.access.permissions.has_permission",
	"Audit Entry": "ppoc.access.permissions.has_permission",
	"Record Hold": "ppoc.access.permissions.has_permission",
	"Disclosure Request": "ppoc.access.permissions.has_permission",
	"Data Complaint": "ppoc.access.permissions.has_permission",
	"Erasure": "ppoc.access.permissions.has_permission",
	"Access Log": "ppoc.access.references.has_permission",
	"Activity Log": "ppoc.access.references.has_permission",
	"Comment": "ppoc.access.references.has_permission",
	"Communication": "ppoc.access.references.has_permission",
	"Deleted Document": "ppoc.access.references.has_permission",
	"DocShare": "ppoc.access.references.has_permission",
	"Document Follow": "ppoc.access.references.has_permission",
	"Document Share Key": "ppoc.access.references.has_permission",
	"Email Queue": "ppoc.access.references.has_permission",
	"File": "ppoc.access.files.has_permission",
	"Notification Log": "ppoc.access.references.has_permission",
	"Tag Link": "ppoc.access.references.has_permission",
	"ToDo": "ppoc.access.references.has_permission",
	"Version": "ppoc.access.references.has_permission",
	"View Log": "ppoc.access.references.has_permission",
	"Workflow Action": "ppoc.access.references.has_permission",
}
# Frappe's endpoints that bypass these hooks, under every name that a known version has; see
# ppoc/access/endpoint_overrides.py and endpoint_checks.py. platform_endpoints.csv judges all endpoints.
# who asks is known, and nothing has run yet
auth_hooks = [
	"ppoc.access.leavers.refuse_disabled",
	"ppoc.reporting.odata.keys.keep_to_feed",
	"ppoc.access.gate.check_request",
]
page_renderer = [
	"ppoc.access.closed_pages.ClosedPage",
	"ppoc.reporting.odata.page.FeedPage",
	"ppoc.meetings.actions.email_answer_page.EmailAnswerPage",
	"ppoc.desk.landing.LandingPage",
]
before_request = [
	"ppoc.access.audit.guarding.guard",
	"ppoc.access.requests.check",
	"ppoc.access.access_log.guard",
	"ppoc.access.same_answers.guard",
	"ppoc.access.second_factor.guard",
	"ppoc.access.files.guard",
	"ppoc.database.markup_database.guard",
	"ppoc.access.endpoint_overrides.refuse_other_names",
	"ppoc.access.database_messages.guard",
	"ppoc.access.input_errors.guard",
	"ppoc.access.list_guard.guard",
	"ppoc.access.saving.guard",
	"ppoc.access.titles.guard",
	"ppoc.access.safe_exports.guard",
	"ppoc.prints.printing.take_over",
	"ppoc.database.request_retry.guard",
]
after_request = [
	"ppoc.access.requests.keep_status",
	"ppoc.reporting.odata.page.refuse_wrong_key",
	"ppoc.access.audit.requests.put_on_record",
	"ppoc.access.requests.give_token",
	"ppoc.access.response_headers.add",
]
ppoc_rows_written = ["ppoc.access.audit.changes.rows_written"]  # by ppoc/database/rows.py
before_job = [
	"ppoc.access.audit.guarding.guard",
	"ppoc.site_check.interrupted_work.guard",
	"ppoc.access.access_log.guard",
	"ppoc.database.markup_database.guard",
	"ppoc.access.list_guard.guard",
	"ppoc.access.saving.guard",
	"ppoc.access.titles.guard",
	"ppoc.access.safe_exports.guard",
	"ppoc.prints.printing.take_over",
	"ppoc.database.request_retry.guard",
]
_guarded_endpoints = {
	"automation.doctype.auto_repeat.auto_repeat.generate_message_preview": "access.endpoint_checks.preview_message",
	"client.get": "access.endpoint_checks.get_record",
	"client.get_count": "access.endpoint_overrides.get_count",
	"client.get_value": "access.endpoint_overrides.get_value",
	"client.validate_link": "access.endpoint_overrides.validate_link",
	"client.validate_link_and_fetch": "access.endpoint_overrides.validate_link_and_fetch",
	"core.api.file.unzip_file": "access.endpoint_overrides.unzip_file",
	"core.api.file.zip_files": "access.endpoint_overrides.zip_files",
	"core.doctype.data_import.data_import.download_errored_template": "access.endpoint_checks.download_errored_rows",
	"core.doctype.data_import.data_import.download_import_log": "access.endpoint_checks.download_import_log",
	"core.doctype.data_import.data_import.form_start_import": "access.endpoint_checks.start_import",
	"core.doctype.data_import.data_import.get_import_status": "access.endpoint_checks.get_import_status",
	"core.doctype.data_import.data_import.get_preview_from_template": "access.endpoint_checks.preview_import",
	"core.doctype.deleted_document.deleted_document.bulk_restore": "access.endpoint_checks.restore_many",
	"core.doctype.deleted_document.deleted_document.restore": "access.endpoint_checks.restore",
	"core.doctype.doctype.doctype.get_row_size_utilization": "access.customising.forms_api.get_row_size_utilization",
	"core.doctype.user.user.impersonate": "access.endpoint_checks.impersonate",
	"core.doctype.user.user.reset_password": "access.endpoint_overrides.reset_password",
	"core.doctype.user.user.update_password": "access.endpoint_overrides.update_password",
	"desk.doctype.dashboard_chart.dashboard_chart.get": "access.endpoint_overrides.get_chart",
	"desk.doctype.event.event.get_events": "access.endpoint_overrides.get_events",
	"desk.doctype.kanban_board.kanban_board.add_card": "access.endpoint_checks.add_card",
	"desk.doctype.kanban_board.kanban_board.update_order": "access.endpoint_checks.update_order",
	"desk.doctype.kanban_board.kanban_board.update_order_for_single_card": "access.endpoint_checks.move_card",
	"desk.doctype.tag.tag.add_tag": "access.endpoint_checks.add_tag",
	"desk.doctype.tag.tag.add_tags": "access.endpoint_checks.add_tags",
	"desk.doctype.tag.tag.remove_tag": "access.endpoint_checks.remove_tag",
	"desk.form.assign_to.add": "access.endpoint_overrides.assign",
	"desk.form.assign_to.add_multiple": "access.endpoint_overrides.assign_many",
	"desk.form.assign_to.close": "access.endpoint_checks.close_assignment",
	"desk.form.assign_to.remove": "access.endpoint_checks.remove_assignment",
	"desk.form.assign_to.remove_multiple": "access.endpoint_checks.remove_assignments",
	"desk.form.linked_with.get": "access.endpoint_overrides.get_linked",
	"desk.form.load.getdoc": "access.endpoint_overrides.open_form",
	"desk.form.utils.get_next": "access.endpoint_checks.get_next",
	"desk.like.toggle_like": "access.endpoint_checks.toggle_like",
	"desk.listview.get_group_by_count": "access.endpoint_overrides.get_group_by_count",
	"desk.notifications.get_open_count": "access.endpoint_overrides.get_open_count",
	"desk.query_report.export_query": "access.endpoint_overrides.export_report",
	"desk.query_report.get_data_for_custom_field": "access.endpoint_overrides.get_data_for_custom_field",
	"desk.query_report.run": "access.endpoint_overrides.run_report",
	"desk.search.get_link_title": "access.endpoint_overrides.get_link_title",
	"desk.search.search_link": "access.endpoint_overrides.search_link",
	"desk.search.search_widget": "access.endpoint_overrides.search_widget",
	"email.inbox.create_email_flag_queue": "access.endpoint_checks.mark_emails",
	"email.inbox.mark_as_closed_open": "access.endpoint_checks.close_email",
	"email.inbox.mark_as_spam": "access.endpoint_checks.spam_email",
	"email.inbox.mark_as_trash": "access.endpoint_checks.trash_email",
	"email.inbox.move_email": "access.endpoint_checks.move_email",
	"email.relink": "access.endpoint_overrides.relink",
	"model.rename_doc.update_document_title": "access.endpoint_overrides.update_document_title",
	"utils.global_search.search": "access.endpoint_overrides.global_search",
	"utils.pdf.is_wkhtmltopdf_valid": "prints.endpoint_overrides.can_make_pdfs",
	"utils.print_format.report_to_pdf": "prints.endpoint_overrides.report_to_pdf",
	"utils.weasyprint.download_pdf": "prints.endpoint_overrides.download_built_pdf",
	"workflow.doctype.workflow.workflow.get_workflow_state_count": "access.endpoint_overrides.get_workflow_state_count",
	"workflow.doctype.workflow_action.workflow_action.apply_action": "access.endpoint_checks.show_workflow_action",
}
override_whitelisted_methods = {
	f"frappe.{endpoint}": f"ppoc.{door}" for endpoint, door in _guarded_endpoints.items()
}

# links to Role offer names to people who may not read the DocType
standard_queries = {"Role": "ppoc.access.role_names_api.search_roles"}

# scheduler
scheduler_events = {
	"cron": {
		# before people start work
		"0 6 * * *": ["ppoc.timescales.digest_database.send_digests", "ppoc.children.flags.nightly.show_due"],
		"*/5 * * * *": [
			"ppoc.access.audit.collecting.collect_and_seal",
			"ppoc.site_check.interrupted_work.look",
		],
	},
	"hourly_long": ["ppoc.plans.rag.nightly.rate_all"],
	"daily_long": ["ppoc.timescales.nightly.recompute_all", "ppoc.reporting.fortnightly.nightly.prepare_due"],
	"daily": [
		"ppoc.meetings.agenda.nightly.propose_meetings",
		"ppoc.meetings.bookings.database.move_all_up",
		"ppoc.meetings.agenda.nightly.refresh_agendas",
		"ppoc.meetings.emails.nightly.remind_coordinators",
		"ppoc.meetings.emails.nightly.send_missed",
		"ppoc.meetings.invitations.sending.send_missed",
		"ppoc.imports.runs.tidy_up",
		"ppoc.imports.nightly.load_marked_extracts",
		"ppoc.retention.nightly.look_again",
		"ppoc.access.unused_access_emails.send_weekly",
		"ppoc.our_words.words_database.write",
	],
}
