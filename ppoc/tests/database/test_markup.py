"""Text that a page would load or run something from; what people format text with stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.database.markup import harmless, plain

LOADS = (
	'<img src="http://evil.example/x.png">',
	"<img src=//evil.example/x.png>",
	"<img src=\\\\evil.example\\x.png>",
	'<img src="/files/../../x" srcset="http://evil.example/x.png 2x">',
	"<img src=x onerror=alert(1)>",
	'"<img src=x onerror=alert(1)>"',
	'{"a": "<img src=x onerror=alert(1)>"}',
	'<p style="background-image: url(http://evil.example/x)">a</p>',
	'<p style="background:url(//evil.example/x)">a</p>',
	'<p style="background-color:u\\72l(//evil.example/x)">a</p>',
	"<p style=\"list-style: image-set('http://evil.example/x' 1x)\">a</p>",
	'<table background="http://evil.example/x"><tr><td>a</td></tr></table>',
	'<link rel="stylesheet" href="http://evil.example/x.css">',
	"<style>@import 'http://evil.example/x.css'</style>",
	'<svg><image href="http://evil.example/x.svg"/></svg>',
	'<svg><use href="http://evil.example/x.svg#a"/></svg>',
	"<svg onload=alert(1)>",
	'<video poster="http://evil.example/x" src="http://evil.example/y"></video>',
	'<audio src="http://evil.example/y"></audio>',
	'<iframe src="http://evil.example/"></iframe>',
	'<object data="http://evil.example/"></object>',
	'<embed src="http://evil.example/">',
	'<input type="image" src="http://evil.example/x">',
	'<form action="http://evil.example/"><button>Log in</button></form>',
	'<meta http-equiv="refresh" content="0;url=http://evil.example/">',
	'<base href="http://evil.example/">',
	"<script>alert(1)</script>",
	'<a href="javascript:alert(1)">a</a>',
	'<a href="data:text/html,x">a</a>',
	'<math><mi xlink:href="javascript:alert(1)">a</mi></math>',
	"<!--><img src=x onerror=alert(1)>-->",
)
FORBIDDEN = re.compile(
	r"""<[^>]*(evil\.example|\son\w+\s*=|javascript:|data:text)|<(script|style|link|iframe|object|embed|svg|video"""
	r"""|audio|input|form|button|meta|base|math|image|use)\b""",
	re.IGNORECASE,
)


@pytest.mark.parametrize("html", LOADS)
def test_nothing_is_loaded_or_run(html: str) -> None:
	assert not FORBIDDEN.search(harmless(html)), harmless(html)
	assert not re.search(r"<[A-Za-z/!?]", plain(html))


@pytest.mark.parametrize(
	"html",
	[
		"<p>Plan <strong>agreed</strong> with <em>Zoë</em>.</p>",
		'<ol><li data-list="bullet">Ring the school</li></ol>',
		'<div class="ql-editor read-mode"><p>x</p></div>',
		'<img alt="" src="/private/files/plan.png" width="100">',
		'<img src="/files/logo.png?fid=abc123">',
		'<a href="https://www.gov.uk/guidance" target="_blank">guidance</a>',
		'<p style="color: red;">late</p>',
		'<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
		"3 &lt; 5 and 7 &gt; 5",
		"Aged under 5, score 3 < 4",
	],
)
def test_what_people_write_stays(html: str) -> None:
	cleaned = harmless(html)
	assert sorted(re.findall(r"[\w./:#=?&;-]+", cleaned)) == sorted(re.findall(r"[\w./:#=?&;-]+", html))


@pytest.mark.parametrize("text", ["3 < 5", "a > b", "<3", "Mum & Dad", "<<2>>"])
def test_a_sign_that_begins_no_tag_stays(text: str) -> None:
	assert plain(text) == text


@given(st.text(st.sampled_from("<>/!?aimgsrc ='\"x&;"), max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
	assert plain(plain(text)) == plain(text)
	assert harmless(harmless(text)) == harmless(text)
