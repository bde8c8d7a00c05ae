"""Reads a $filter (OData 4.01, part 2, 5.1.1) with odata-query, as a condition on a query or on a row.

Supported are comparisons of a property with a value, `in`, contains, startswith, endswith, and, or, not. A
filter can name only properties offered to the reader, so that it reveals nothing about the others.

A comparison is true or false, also of a property without a value: null is equal to null only, and neither less nor
greater than anything (OData 4.01, part 2, 5.1.1.1). So `ne` and `not` keep rows without a value, which SQL's own
would leave out.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser
from pypika import Case
from pypika.terms import Criterion, Field

from ppoc.reporting.odata.protocol import FeedRequestError
from ppoc.reporting.odata.times import in_site_time

COMPARISONS = {
	ast.Eq: operator.eq,
	ast.NotEq: operator.ne,
	ast.Lt: operator.lt,
	ast.LtE: operator.le,
	ast.Gt: operator.gt,
	ast.GtE: operator.ge,
}
PARTS = ("contains", "startswith", "endswith")
TRUTH = "Edm.Boolean"
LONGEST = 4000
UNDERSTOOD = (
	"$filter: the feed understands comparisons of a property with a value, in, contains, startswith, endswith,"
	" and, or, not."
)


def tree_of(text: str) -> Any:
	"""Returns a $filter as a tree.

	Raises:
		FeedRequestError: it is not a $filter, or it is too long.
	"""
	if len(text) > LONGEST:
		raise FeedRequestError(f"$filter: more than {LONGEST} characters.")
	try:
		tree = ODataParser().parse(ODataLexer().tokenize(text))
	except (ODataException, RecursionError) as error:
		raise FeedRequestError(f"$filter: {error}") from error
	if tree is None:
		raise FeedRequestError(UNDERSTOOD)
	return tree


def condition(node: Any, fields: Mapping[str, Field]) -> Criterion:
	"""Returns the tree as a condition on the columns of a query."""
	if isinstance(node, ast.BoolOp):
		left, right = condition(node.left, fields), condition(node.right, fields)
		return left & right if isinstance(node.op, ast.And) else left | right
	if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
		return Case().when(condition(node.operand, fields), 0).else_(1) == 1
	if isinstance(node, ast.Call) and node.func.name in PARTS:
		name, text = _part(node, fields)
		wanted = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
		before, after = node.func.name != "startswith", node.func.name != "endswith"
		return fields[name].like(f"{'%' * before}{wanted}{'%' * after}")
	name, compare, value = _comparison(node, fields)
	return _compared(fields[name], compare, value)


def _compared(field: Field, compare: Callable, value: Any) -> Criterion:
	if compare is _among:
		among = field.isin([one for one in value if one is not None])
		return among | field.isnull() if None in value else among
	if value is None and compare is operator.eq:
		return field.isnull()
	if value is None and compare is operator.ne:
		return field.isnotnull()
	if value is None:
		return field.isnull() & field.isnotnull()
	return (field != value) | field.isnull() if compare is operator.ne else compare(field, value)


def holds(node: Any, row: Mapping[str, Any], names: Mapping[str, Any]) -> bool:
	"""Returns whether the tree is true for a row.

	Args:
		node: the tree.
		row: property → value.
		names: property → OData type.
	"""
	if isinstance(node, ast.BoolOp):
		one, other = holds(node.left, row, names), holds(node.right, row, names)
		return one and other if isinstance(node.op, ast.And) else one or other
	if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
		return not holds(node.operand, row, names)
	if isinstance(node, ast.Call) and node.func.name in PARTS:
		name, text = _part(node, names)
		tests = {"contains": str.__contains__, "startswith": str.startswith, "endswith": str.endswith}
		return tests[node.func.name](str(row.get(name) or "").lower(), text.lower())
	name, compare, value = _comparison(node, names)
	mine = int(bool(row.get(name))) if names[name] == TRUTH else row.get(name)
	if compare in (operator.eq, operator.ne, _among):
		return compare(mine, value)
	if mine is None or value is None:
		return False
	try:
		return compare(mine, value)
	except TypeError as error:
		raise FeedRequestError(f"$filter: {name} cannot be compared with that value.") from error


def _part(node: Any, names: Mapping[str, Any]) -> tuple[str, str]:
	field, text = (*node.args, None, None)[:2]
	if isinstance(field, ast.Identifier) and field.name in names and isinstance(text, ast.String):
		return field.name, text.py_val
	raise FeedRequestError(UNDERSTOOD)


def _comparison(node: Any, names: Mapping[str, Any]) -> tuple[str, Callable, Any]:
	if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Identifier):
		raise FeedRequestError(UNDERSTOOD)
	if node.left.name not in names:
		raise FeedRequestError(f"$filter: there is no property {node.left.name}.")
	if isinstance(node.comparator, ast.In) and isinstance(node.right, ast.List):
		return node.left.name, _among, [_value(one) for one in node.right.val]
	return node.left.name, COMPARISONS[type(node.comparator)], _value(node.right)


def _among(one: Any, values: list[Any]) -> bool:
	return one in values


def _value(node: Any) -> Any:
	if isinstance(node, ast.Null):
		return None
	if isinstance(node, ast.Boolean):
		return int(node.val == "true")
	if isinstance(node, ast.DateTime):
		return in_site_time(node.py_val)
	if isinstance(node, (ast.Integer, ast.Float, ast.String, ast.Date)):
		return node.py_val
	raise FeedRequestError(UNDERSTOOD)
