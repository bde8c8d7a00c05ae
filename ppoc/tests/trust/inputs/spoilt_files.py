"""Files that a loader may be given by mistake or in bad faith: sound ones, spoilt by a seeded generator."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator

from ppoc.tests.trust.inputs.hostile import TEXTS

Chance = random.Random
Spoil = Callable[[bytes, Chance], bytes]
BOMB = 60 * 1024 * 1024
NESTED = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def spoilt(content: bytes, seed: str, ways: dict[str, Spoil], count: int) -> Iterator[tuple[str, bytes]]:
	"""Yields so many spoilt copies, each with the way it was spoilt; each way in turn."""
	names = list(ways)
	for number in range(count):
		name = names[number % len(names)]
		yield f"{name} {number}", ways[name](content, Chance(f"{seed}{number}"))


def _half(content: bytes, chance: Chance) -> bytes:
	return content[: chance.randrange(1, len(content))]


def _flipped(content: bytes, chance: Chance) -> bytes:
	held = bytearray(content)
	for _ in range(chance.choice((1, 5, 50))):
		held[chance.randrange(len(held))] ^= chance.randrange(1, 256)
	return bytes(held)


def _with_bytes(content: bytes, chance: Chance) -> bytes:
	place = chance.randrange(len(content))
	return content[:place] + chance.randbytes(chance.choice((1, 7, 200))) + content[place:]


def _doubled(content: bytes, chance: Chance) -> bytes:
	return content + content


def _of_noise(content: bytes, chance: Chance) -> bytes:
	return chance.randbytes(chance.choice((1, 100, 5000)))


def _other_kind(content: bytes, chance: Chance) -> bytes:
	return (
		chance.choice(
			(
				b"%PDF-1.7\n%",
				b"\x89PNG\r\n\x1a\n",
				b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
				b"<html>",
				b"{}",
				b"PK\x05\x06",
			)
		)
		+ content[:50]
	)


def _encoded(content: bytes, chance: Chance) -> bytes:
	text = content.decode("utf-8-sig")
	encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "utf-8-sig"))
	return text.encode(encoding, errors="replace")


def _with_cell(content: bytes, chance: Chance) -> bytes:
	lines = content.split(b"\n")
	at = chance.randrange(len(lines))
	cells = lines[at].split(b",")
	cells[chance.randrange(len(cells))] = chance.choice(TEXTS).encode("utf-8", "surrogatepass")
	lines[at] = b",".join(cells)
	return b"\n".join(lines)


def _without_column(content: bytes, chance: Chance) -> bytes:
	at = chance.randrange(content.split(b"\n")[0].count(b",") + 1)
	rows = [line.split(b",") for line in content.split(b"\n")]
	return b"\n".join(b",".join(cell for number, cell in enumerate(row) if number != at) for row in rows)


def _columns_twice(content: bytes, chance: Chance) -> bytes:
	return b"\n".join(line + b"," + line for line in content.split(b"\n"))


def _shuffled(content: bytes, chance: Chance) -> bytes:
	lines = content.split(b"\n")
	chance.shuffle(lines)
	return b"\n".join(lines)


def _odd_lines(content: bytes, chance: Chance) -> bytes:
	return content.replace(
		b"\n", chance.choice((b"\r", b"\r\r\n", b"\n\n\n", b"\x0b", "\u2028".encode(), b"\x00"))
	)


def _odd_marks(content: bytes, chance: Chance) -> bytes:
	return content.replace(b",", chance.choice((b";", b"\t", b"|", b",,", b"\x1f", b'","', b'",')))


def _open_quote(content: bytes, chance: Chance) -> bytes:
	place = chance.randrange(len(content))
	return content[:place] + b'"' + content[place:]


def _wide(content: bytes, chance: Chance) -> bytes:
	head, _newline, rest = content.partition(b"\n")
	return head + b",x" * 2_000 + b"\n" + rest


def _long_cell(content: bytes, chance: Chance) -> bytes:
	return content + b"x" * chance.choice((3_000, 200_000, 2_000_000))


WAYS: dict[str, Spoil] = {
	"half": _half,
	"flipped": _flipped,
	"with bytes": _with_bytes,
	"doubled": _doubled,
	"noise": _of_noise,
	"another kind": _other_kind,
}
CSV_WAYS: dict[str, Spoil] = {
	**WAYS,
	"encoding": _encoded,
	"hostile cell": _with_cell,
	"another hostile cell": _with_cell,
	"without a column": _without_column,
	"columns twice": _columns_twice,
	"rows shuffled": _shuffled,
	"line ends": _odd_lines,
	"separators": _odd_marks,
	"open quote": _open_quote,
	"wide": _wide,
	"long cell": _long_cell,
}


def changed_parts(content: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes]) -> bytes:
	"""Returns the same archive with changed parts and others added."""
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as source,
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
	):
		for name in source.namelist():
			target.writestr(name, change(name, source.read(name)))
		for name, held in extra.items():
			target.writestr(name, held)
	return stream.getvalue()


def _part_spoilt(content: bytes, chance: Chance) -> bytes:
	names = zipfile.ZipFile(io.BytesIO(content)).namelist()
	chosen, way = chance.choice(names), chance.choice(list(WAYS.values()))
	return changed_parts(content, lambda name, held: way(held, chance) if name == chosen else held, {})


def _without_part(content: bytes, chance: Chance) -> bytes:
	names = zipfile.ZipFile(io.BytesIO(content)).namelist()
	gone = chance.choice(names)
	stream = io.BytesIO()
	with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
		for name in names:
			if name != gone:
				target.writestr(name, source.read(name))
	return stream.getvalue()


def _bomb(content: bytes, chance: Chance) -> bytes:
	names = zipfile.ZipFile(io.BytesIO(content)).namelist()
	chosen = chance.choice(names)
	return changed_parts(content, lambda name, held: held + b" " * BOMB if name == chosen else held, {})


def _odd_names(content: bytes, chance: Chance) -> bytes:
	name = chance.choice(
		("../../x.csv", "/etc/x.csv", "a\\..\\b.csv", "con", "\u202evsc.x", "x" * 300, "e.csv/", "\x01.csv")
	)
	return changed_parts(content, lambda _name, held: held, {name: b"A,B\n1,2\n"})


def _many_parts(content: bytes, chance: Chance) -> bytes:
	return changed_parts(content, lambda _name, held: held, {f"{n}.csv": b"A\n1\n" for n in range(400)})


def _inside(content: bytes, chance: Chance) -> bytes:
	return changed_parts(content, lambda _name, held: held, {"inner.zip": content})


def _locked(content: bytes, chance: Chance) -> bytes:
	at = content.index(b"PK\x01\x02") + 8
	return content[:at] + b"\x01" + content[at + 1 :]


def _lying_size(content: bytes, chance: Chance) -> bytes:
	at = content.index(b"PK\x01\x02") + 24
	return content[:at] + chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x01\0\0\0")) + content[at + 4 :]


ZIP_WAYS: dict[str, Spoil] = {
	**WAYS,
	"part": _part_spoilt,
	"another part": _part_spoilt,
	"part gone": _without_part,
	"bomb": _bomb,
	"odd names": _odd_names,
	"many parts": _many_parts,
	"archive inside": _inside,
	"locked": _locked,
	"lying size": _lying_size,
}


def _in_sheet(old: bytes, new: Callable[[Chance], bytes]) -> Spoil:
	def way(content: bytes, chance: Chance) -> bytes:
		put = new(chance)
		return changed_parts(
			content, lambda name, held: held.replace(old, put, 3) if "sheet1" in name else held, {}
		)

	return way


XLSX_WAYS: dict[str, Spoil] = {
	**ZIP_WAYS,
	"entities": _in_sheet(b"<worksheet", lambda _chance: NESTED + b"<worksheet"),
	"cell type": _in_sheet(
		b't="inlineStr"', lambda c: c.choice((b't="e"', b't="d"', b't="s"', b't="zz"', b't="b"'))
	),
	"cell place": _in_sheet(b'r="A', lambda c: c.choice((b'r="ZZZZZ', b'r="', b'r="-', b'r="A99999999'))),
	"row number": _in_sheet(
		b'<row r="', lambda c: c.choice((b'<row r="-', b'<row r="99999999', b'<row r="x'))
	),
	"value": _in_sheet(
		b"<v>", lambda c: c.choice((b"<v>1e999", b"<v>-99999999999", b"<v>NaN", b"<v>\x01", b"<v>"))
	),
}
