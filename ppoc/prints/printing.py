"""Makes every PDF of our records, and of the platform's own, with our own engine.

Frappe has no hook for this that all versions share: 15 has none, and 16 uses its `pdf_generator` hook only
for prints that name a generator, which its own Print button does not. So `frappe.get_print`, which every PDF
of a record goes through, is wrapped once in each process, before its first request or job. Records of other
apps, and sites without this one, are printed as before.
"""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from functools import wraps
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from pypdf import PdfReader, PdfWriter

from ppoc.database.installed import is_installed
from ppoc.exceptions import PrintEngineError
from ppoc.prints import engine
from ppoc.prints.files_database import reader_of_files
from ppoc.prints.page_size import page_css
from ppoc.prints.pages import sheets_of
from ppoc.prints.standard import STANDARD

APPS = ("ppoc", "frappe")
"""The apps whose DocTypes our engine prints."""
_MARK = "ppoc_prints"
_LAID_OUT = "ppoc_laid_out"


def take_over(**_options: Any) -> None:
	"""Wraps Frappe's print functions if this process has not done so yet. Runs before each request and job."""
	if hasattr(frappe.get_print, _MARK):
		return
	frappe.get_print = _with_our_engine(frappe.get_print)
	frappe.attach_print = _with_given_html(frappe.attach_print)
	if inspect.getmodule(inspect.unwrap(frappe.get_print)) is not frappe:
		from frappe.utils import print_utils  # Frappe 16, whose attach_print uses the name in its own module

		print_utils.get_print = frappe.get_print


def pdf_of(page: str, *, reader: str = "", title: str = "", options: dict[str, Any] | None = None) -> bytes:
	"""Returns the PDF of a print page.

	Args:
		page: the whole HTML page.
		reader: the user whose permissions decide which files are shown; the session's user if not given.
		title: the title of a page that has none of its own.
		options: page size, orientation, margins and password, as Frappe passes them on.

	Raises:
		PrintEngineError: WeasyPrint or a library that it needs is missing.
	"""
	return _written(_lay_out(page, reader or frappe.session.user, title, options), options)


def is_ours(doctype: str | None) -> bool:
	"""Returns whether our engine prints this DocType: on a site with this app, its own and the platform's.

	Anybody writes notes and to-dos, and Frappe's engine would load whatever they name, from any computer.
	"""
	if not doctype or not is_installed():
		return False
	module = frappe.get_meta(doctype).module or ""
	return frappe.local.module_app.get(frappe.scrub(module)) in APPS


def _with_our_engine(original: Callable[..., Any]) -> Callable[..., Any]:
	names = inspect.signature(original)

	@wraps(original)
	def get_print(*args: Any, **kwargs: Any) -> Any:
		asked = names.bind(*args, **kwargs).arguments
		doc = asked.get("doc")
		if not asked.get("as_pdf") or not is_ours(asked.get("doctype") or getattr(doc, "doctype", None)):
			return original(*args, **kwargs)
		if not doc:
			_need_permission(asked["doctype"], asked.get("name"))
		options = dict(asked.pop("pdf_options", None) or {})
		output, password = asked.pop("output", None), asked.pop("password", None)
		if password:
			options["password"] = password
		page = original(**{**asked, "as_pdf": False})
		options["css"] = _css_of(asked.get("print_format"))
		laid_out = _lay_out(page, _reader(doc), "", options)
		return _appended(output, laid_out) if output is not None else _written(laid_out, options)

	setattr(get_print, _MARK, True)
	return get_print


def _need_permission(doctype: str, name: str | None) -> None:
	"""Refuses here what Frappe would refuse with a page, of which we would make a PDF."""
	from frappe.www.printview import validate_print_permission

	if name and not frappe.flags.ignore_print_permissions:
		validate_print_permission(frappe.get_doc(doctype, name))


def _with_given_html(original: Callable[..., Any]) -> Callable[..., Any]:
	"""Wraps `attach_print`: an attachment whose HTML the caller provides does not go through `get_print`."""
	names = inspect.signature(original)

	@wraps(original)
	def attach_print(*args: Any, **kwargs: Any) -> Any:
		asked = names.bind(*args, **kwargs).arguments
		as_pdf = frappe.utils.cint(frappe.db.get_single_value("Print Settings", "send_print_as_pdf"))
		if not asked.get("html") or not as_pdf or not is_ours(asked.get("doctype")):
			return original(*args, **kwargs)
		options = {"password": asked["password"]} if asked.get("password") else None
		name = str(asked.get("file_name") or asked["name"]).replace(" ", "").replace("/", "-")
		return {"fname": f"{name}.pdf", "fcontent": pdf_of(asked["html"], options=options)}

	return attach_print


def _css_of(print_format: str | None) -> str:
	"""Returns the CSS that an administrator wrote in the print format."""
	return (frappe.get_cached_value("Print Format", print_format, "css") or "") if print_format else ""


def _reader(doc: Document | None) -> str:
	return (doc.flags.get("printed_for") if isinstance(doc, Document) else None) or frappe.session.user


def _lay_out(page: str, reader: str, title: str, options: dict[str, Any] | None) -> list[Any]:
	options = _paper() | (options or {})
	try:
		return [
			engine.lay_out(sheets, reader_of_files(reader), page_css(options))
			for sheets in sheets_of(page, STANDARD, title, options.get("css") or "")
		]
	except engine.EngineMissing as error:
		frappe.log_error(title="Print engine missing", message=str(error))
		frappe.throw(
			_("The server cannot make PDFs. Its administrator must install {0}.").format(
				", ".join(("WeasyPrint", engine.LIBRARIES, engine.FONTS))
			),
			PrintEngineError,
			title=_("A library is missing"),
		)


def _paper() -> dict[str, Any]:
	"""Returns the site's paper size if it is not A4."""
	settings = frappe.db.get_singles_dict("Print Settings")
	size = settings.get("pdf_page_size") or "A4"
	if size == "Custom":
		return {"page-height": settings.get("pdf_page_height"), "page-width": settings.get("pdf_page_width")}
	return {} if size == "A4" else {"page-size": size}


def _written(documents: list[Any], options: dict[str, Any] | None) -> bytes:
	pdf = engine.write(documents)
	return _locked(pdf, options["password"]) if options and options.get("password") else pdf


def _locked(pdf: bytes, password: str) -> bytes:
	writer, out = PdfWriter(), io.BytesIO()
	writer.clone_document_from_reader(PdfReader(io.BytesIO(pdf)))
	writer.encrypt(password)
	writer.write(out)
	return out.getvalue()


def _appended(output: PdfWriter, documents: list[Any]) -> PdfWriter:
	"""Adds records printed together. A PdfWriter would lose the tags, so ours are written as one document at
	the end."""
	laid_out = getattr(output, _LAID_OUT, None)
	if laid_out is None:
		laid_out = []
		setattr(output, _LAID_OUT, laid_out)
		output.write = _whole_if_only_ours(output, laid_out, output.write)
	laid_out += documents
	output.append_pages_from_reader(PdfReader(io.BytesIO(engine.write(documents))))
	return output


def _whole_if_only_ours(output: PdfWriter, documents: list[Any], write: Callable[..., Any]) -> Callable:
	def write_whole(stream: Any) -> Any:
		if len(output.pages) != sum(len(document.pages) for document in documents):
			return write(stream)  # some records belong to other apps
		stream.write(engine.write(documents))
		return False, stream

	return write_whole
