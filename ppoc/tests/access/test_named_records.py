"""Which records a request names."""

from __future__ import annotations

import json

import pytest

from ppoc.access.named_records import named_in

DOC = {"doctype": "Action", "name": "ACT-1", "child": "CH-1"}


@pytest.mark.parametrize(
	("path", "form", "records"),
	[
		("/api/resource/Child/CH-1", {}, [("Child", "CH-1")]),
		("/api/v1/resource/Child/CH-1", {}, [("Child", "CH-1")]),
		("/api/v2/document/Child/CH-1", {}, [("Child", "CH-1")]),
		("/api/v2/document/Child/CH-1/method/x", {}, [("Child", "CH-1")]),
		("/api/v2/document/Child/CH-1/copy", {}, [("Child", "CH-1")]),
		("/api/resource/Child%20Worker/a%2Fb", {}, [("Child Worker", "a/b")]),
		("/api/resource/Child", {}, []),
		("/printview", {"doctype": "Child", "name": "CH-1"}, [("Child", "CH-1")]),
		("/api/method/x", {"doctype": "Child", "docname": "CH-1"}, [("Child", "CH-1")]),
		("/api/method/x", {"dt": "Child", "dn": '["CH-1", "CH-2"]'}, [("Child", "CH-1"), ("Child", "CH-2")]),
		("/api/method/x", {"doctype": "Child", "names": ["CH-1"]}, [("Child", "CH-1")]),
		("/api/method/x", {"doc": json.dumps(DOC)}, [("Action", "ACT-1")]),
		("/api/method/x", {"doc": json.dumps({**DOC, "__islocal": 1})}, []),
		("/api/method/x", {"docs": [DOC]}, [("Action", "ACT-1")]),
		("/api/method/x", {"reference_doctype": "Child", "reference_name": "CH-1"}, [("Child", "CH-1")]),
		("/api/method/x", {"doctype": "Child", "name": "{broken"}, []),
		("/app/child/CH-1", {}, []),
	],
)
def test_records_named(path: str, form: dict, records: list) -> None:
	assert named_in(path, form).records == records


def test_a_rest_body_is_a_document() -> None:
	named = named_in("/api/resource/Action", {"child": "CH-1", "what": "Ring"})
	assert named.documents == [{"child": "CH-1", "what": "Ring", "doctype": "Action"}]
	assert named_in("/api/resource/Action", {"data": '{"child": "CH-1"}'}).documents[0]["child"] == "CH-1"
