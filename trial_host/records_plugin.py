"""A plugin of mypy: a record of ours has the fields that Frappe wrote into its class, and no others.

`frappe.model.document.Document` lets any attribute through, as code that takes records of every kind needs. A class
made from it that carries Frappe's block of fields says what it has, so that a misspelt field in it is an error.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import ARG_POS, Argument, Var
from mypy.plugin import AttributeContext, ClassDefContext, Plugin
from mypy.plugins.common import add_method_to_class
from mypy.types import Instance, NoneType, Type, UninhabitedType, get_proper_type

DOCUMENT = "frappe.model.document.Document"


class RecordsPlugin(Plugin):
	def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
		return _read if fullname.startswith(f"{DOCUMENT}.") else None

	def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
		return _let_nothing_else_be_set if fullname == DOCUMENT else None


def _read(context: AttributeContext) -> Type:
	"""Called for what a class does not declare itself, and for what Document declares."""
	record, node = get_proper_type(context.type), context.context
	name = getattr(node, "name", "")
	if isinstance(record, Instance) and record.type.fullname != DOCUMENT and not record.type.get(name):
		context.api.fail(f'"{record.type.name}" has no field "{name}"', node)
	return context.default_attr_type


def _let_nothing_else_be_set(context: ClassDefContext) -> None:
	"""The class gets a `__setattr__` that takes no value; what it declares is set without it."""
	text = context.api.named_type("builtins.str")
	arguments = [
		Argument(Var("name", text), text, None, ARG_POS),
		Argument(Var("value", UninhabitedType()), UninhabitedType(), None, ARG_POS),
	]
	add_method_to_class(context.api, context.cls, "__setattr__", arguments, NoneType())


def plugin(version: str) -> type[Plugin]:
	return RecordsPlugin
