// ppoc.meeting_statuses, for forms and reports, which cannot import.
import * as meeting_statuses from "../meeting_statuses";

frappe.provide("ppoc");
ppoc.meeting_statuses = meeting_statuses;
