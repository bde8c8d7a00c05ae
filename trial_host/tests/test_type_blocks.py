"""Where Frappe's block of fields goes in a controller. Without a site."""

from __future__ import annotations

import ast

from trial_host.inside.type_blocks import with_place_for_fields

CONTROLLER = '''
from frappe.model.document import Document

LIMIT = 3


class Visit(Document):
	"""A visit to a child.

	Paid by a social worker.
	"""

	def validate(self) -> None:
		pass
'''


def test_the_docstring_of_a_controller_stays_its_docstring() -> None:
	code = with_place_for_fields(CONTROLLER, "Visit")
	visit = next(node for node in ast.parse(code).body if isinstance(node, ast.ClassDef))
	assert ast.get_docstring(visit) == "A visit to a child.\n\nPaid by a social worker."
	assert code.index("social worker") < code.index("# begin: auto-generated types") < code.index("validate")
	assert ast.unparse(ast.parse(code)) == ast.unparse(ast.parse(CONTROLLER))


def test_a_block_that_is_there_stays_where_it_is() -> None:
	code = with_place_for_fields(CONTROLLER, "Visit")
	assert with_place_for_fields(code, "Visit") == code
