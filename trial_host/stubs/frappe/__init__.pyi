# What mypy is told about Frappe, which is not typed and is not there where `./dev lint` runs: the few things that
# the type of other code hangs on. All the rest of it is Any.
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar, overload

from frappe.model.document import Document as Document

_Called = TypeVar("_Called", bound=Callable[..., Any])

class _dict(dict[str, Any]):
	def __getattr__(self, name: str) -> Any: ...
	def __setattr__(self, name: str, value: Any) -> None: ...
	def copy(self) -> _dict: ...

def _(msg: str, lang: str | None = None, context: str | None = None) -> str: ...
def throw(
	msg: str | list[str],
	exc: type[Exception] | Exception = ...,
	title: str | None = None,
	is_minimizable: bool = False,
	wide: bool = False,
	as_list: bool = False,
	primary_action: Any = None,
) -> NoReturn: ...
@overload
def whitelist(
	allow_guest: bool = False, xss_safe: bool = False, methods: Sequence[str] | None = None
) -> Callable[[_Called], _Called]: ...
@overload
def whitelist(allow_guest: _Called) -> _Called: ...
def __getattr__(name: str) -> Any: ...
