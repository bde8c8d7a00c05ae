"""The feed's metadata and what a URL may request (OData 4.01, parts 1 to 3). Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE = "PPOC"
KNOWN = frozenset(
	{"$select", "$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format", "$expand"}
)
TYPES = {
	"Check": "Edm.Boolean",
	"Int": "Edm.Int64",
	"Float": "Edm.Double",
	"Percent": "Edm.Double",
	"Currency": "Edm.Double",
	"Date": "Edm.Date",
	"Datetime": "Edm.DateTimeOffset",
	"Time": "Edm.TimeOfDay",
	"Duration": "Edm.Double",
	"Rating": "Edm.Double",
	"Long Int": "Edm.Int64",
}
TEXT = "Edm.String"


class FeedRequestError(ValueError):
	"""The URL requests something that the feed does not understand; the message says what."""


class FeedUnknownError(FeedRequestError):
	"""The URL uses a part of OData that the feed does not have."""


@dataclass(frozen=True)
class EntitySet:
	"""A list in the feed: a DocType, or a report.

	Attributes:
		name: in URLs; source: the DocType or report; key: the property that identifies a row.
		types: property → OData type.
		links: property → name of the set whose key it holds.
	"""

	name: str
	source: str
	key: str
	types: Mapping[str, str]
	is_report: bool = False
	links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedQuery:
	"""What a URL requests from an entity set.

	Attributes:
		most: the maximum number of rows that the reader prefers on a page.
		given: options without a "$": the filters of a report.
	"""

	select: tuple[str, ...] = ()
	filter: str = ""
	order: tuple[tuple[str, bool], ...] = ()
	top: int | None = None
	skip: int = 0
	after: str = ""
	count: bool = False
	most: int | None = None
	given: Mapping[str, str] = field(default_factory=dict)

	def rows(self, most: int) -> int:
		"""Returns how many rows a page has, given the most it may have."""
		return min(size for size in (most, self.most, self.top) if size is not None)

	def first(self) -> int:
		"""Returns how many rows to skip, where pages are counted.

		Raises:
			FeedRequestError: the $skiptoken is not a number of rows.
		"""
		if self.after and not self.after.isdecimal():
			raise FeedRequestError("$skiptoken: begin again without it.")
		return int(self.after) if self.after else self.skip

	def columns(self, entity_set: EntitySet) -> Iterable[str]:
		"""Returns the properties of a row; the key is always included."""
		return dict.fromkeys((entity_set.key, *self.select)) if self.select else entity_set.types


class Rows(Protocol):
	"""JSON objects in parts, each of objects with commas between; `ended` once the last part is read, or ready."""

	count: int
	ended: bool

	def __iter__(self) -> Iterator[bytes]: ...

	def close(self) -> None:
		"""Releases the connection; call it when not reading to the end."""


@dataclass
class Ready:
	"""Rows that are all in memory."""

	text: bytes
	count: int
	ended: bool = True

	def __iter__(self) -> Iterator[bytes]:
		return iter([self.text] if self.text else [])

	def close(self) -> None:
		"""Does nothing, since there is no connection."""


@dataclass(frozen=True)
class Page:
	"""The rows of an answer; a function that returns where the next page starts, if any; the total, if requested."""

	rows: Rows
	after: Callable[[], str | None]
	total: int | None


def question(asked: Mapping[str, str], types: Mapping[str, str], most: int | None = None) -> FeedQuery:
	"""Returns the options of a URL, checked against the properties that exist.

	Args:
		asked: the URL's options.
		types: property → OData type.
		most: the number of rows that the reader prefers on a page.

	Raises:
		FeedUnknownError: an option that the feed does not have.
		FeedRequestError: an option that makes no sense here.
	"""
	for option in asked:
		if option.startswith("$") and option not in KNOWN:
			raise FeedUnknownError(f"The feed does not support {option}.")
	if asked.get("$expand"):
		raise FeedUnknownError(
			"The feed does not support $expand: join the lists in the program that reads them."
		)
	select = tuple(
		name.strip() for name in asked.get("$select", "").split(",") if name.strip() not in ("", "*")
	)
	order = tuple(_order(part) for part in asked.get("$orderby", "").split(",") if part.strip())
	for name in (*select, *(name for name, _down in order)):
		if name not in types:
			raise FeedRequestError(f"There is no property {name}; $metadata names those there are.")
	return FeedQuery(
		select=select,
		filter=asked.get("$filter", ""),
		order=order,
		top=_number(asked, "$top"),
		skip=_number(asked, "$skip") or 0,
		after=asked.get("$skiptoken", ""),
		count=asked.get("$count", "").lower() == "true",
		most=most,
		given={option: value for option, value in asked.items() if not option.startswith("$")},
	)


def _order(part: str) -> tuple[str, bool]:
	name, _space, direction = part.strip().partition(" ")
	if direction.strip() not in ("", "asc", "desc"):
		raise FeedRequestError(f"$orderby: {direction.strip()} is neither asc nor desc.")
	return name, direction.strip() == "desc"


def _number(asked: Mapping[str, str], option: str) -> int | None:
	if option not in asked:
		return None
	if not asked[option].isdecimal() or len(asked[option]) > 9:
		raise FeedRequestError(f"{option}: {asked[option][:20]} is not a number of rows.")
	return int(asked[option])


def metadata(sets: Mapping[str, EntitySet]) -> bytes:
	"""Returns the entity sets, the types of their properties and how the sets refer to each other, as CSDL."""
	edmx = ElementTree.Element("edmx:Edmx", {"Version": "4.0", "xmlns:edmx": EDMX})
	services = ElementTree.SubElement(edmx, "edmx:DataServices")
	schema = ElementTree.SubElement(services, "Schema", {"Namespace": NAMESPACE, "xmlns": EDM})
	container = ElementTree.Element("EntityContainer", Name="Feed")
	for entity_set in sets.values():
		entity = ElementTree.SubElement(schema, "EntityType", Name=entity_set.name)
		ElementTree.SubElement(ElementTree.SubElement(entity, "Key"), "PropertyRef", Name=entity_set.key)
		for name, kind in entity_set.types.items():
			nullable = "false" if name == entity_set.key else "true"
			ElementTree.SubElement(entity, "Property", {"Name": name, "Type": kind, "Nullable": nullable})
		kind = f"{NAMESPACE}.{entity_set.name}"
		listed = ElementTree.SubElement(container, "EntitySet", Name=entity_set.name, EntityType=kind)
		for name, target in entity_set.links.items():
			if target in sets and name in entity_set.types:
				_relate(entity, listed, name, sets[target])
	schema.append(container)
	return ElementTree.tostring(edmx, encoding="utf-8", xml_declaration=True)


def _relate(entity: ElementTree.Element, listed: ElementTree.Element, name: str, target: EntitySet) -> None:
	"""Says that a property holds the key of another set, so that programs join the two by themselves."""
	path = f"{name}_{target.name}"
	kind = f"{NAMESPACE}.{target.name}"
	navigation = ElementTree.SubElement(
		entity, "NavigationProperty", {"Name": path, "Type": kind, "Nullable": "true"}
	)
	ElementTree.SubElement(navigation, "ReferentialConstraint", Property=name, ReferencedProperty=target.key)
	ElementTree.SubElement(listed, "NavigationPropertyBinding", Path=path, Target=target.name)
