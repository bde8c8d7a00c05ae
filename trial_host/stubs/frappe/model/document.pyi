from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from typing_extensions import Self

# A record whose class is not known has fields that are not known either, hence `__getattr__`; the fields of ours are
# in the blocks that Frappe writes into their controllers.
class Document:
	doctype: str
	name: str
	owner: str
	creation: datetime | str
	modified: datetime | str
	modified_by: str
	docstatus: int
	idx: int
	flags: frappe._dict
	meta: Any
	parent_doc: Any

	def __getattr__(self, name: str) -> Any: ...
	def __setattr__(self, name: str, value: Any) -> None: ...
	def _set_defaults(self) -> None: ...
	def add_comment(
		self,
		comment_type: str = "Comment",
		text: str | None = None,
		comment_email: str | None = None,
		comment_by: str | None = None,
	) -> Any: ...
	def append(self, key: str, value: Document | Mapping[str, Any] | None = None) -> Any: ...
	def as_dict(
		self,
		no_nulls: bool = False,
		no_default_fields: bool = False,
		convert_dates_to_str: bool = False,
		no_child_table_fields: bool = False,
	) -> frappe._dict: ...
	def check_permission(self, permtype: str = "read", permlevel: int | None = None) -> None: ...
	def db_set(
		self,
		fieldname: str | Mapping[str, Any],
		value: Any = None,
		update_modified: bool = True,
		notify: bool = False,
		commit: bool = False,
	) -> None: ...
	def delete(self, ignore_permissions: bool = False, force: bool = False) -> None: ...
	def get(self, key: str, filters: Any = None, limit: int | None = None, default: Any = None) -> Any: ...
	def get_doc_before_save(self) -> Any: ...
	def get_formatted(self, fieldname: str) -> str: ...
	def get_title(self) -> str: ...
	def has_value_changed(self, fieldname: str) -> bool: ...
	def insert(
		self,
		ignore_permissions: bool | None = None,
		ignore_links: bool | None = None,
		ignore_if_duplicate: bool = False,
		ignore_mandatory: bool | None = None,
		set_name: str | None = None,
		set_child_names: bool = True,
	) -> Self: ...
	def is_new(self) -> bool: ...
	def reload(self) -> Any: ...
	def save(self, ignore_permissions: bool | None = None, ignore_version: bool | None = None) -> Self: ...
	def set(self, key: str, value: Any, as_value: bool = False) -> None: ...
	def update(self, d: Mapping[str, Any]) -> Self: ...
