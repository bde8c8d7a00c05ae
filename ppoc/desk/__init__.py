"""What users see first in the Desk: the page they land on, and which of Frappe's modules and icons are hidden."""
