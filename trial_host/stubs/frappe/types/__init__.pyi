from frappe.types import DF as DF
