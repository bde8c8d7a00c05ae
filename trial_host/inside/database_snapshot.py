"""Puts a database back to what it was: a second database holds the tables as they were, and only those whose
content or columns have changed since are copied back."""

# ruff: noqa: S608 - names of tables, on the test server only

from __future__ import annotations

from typing import Any

import pymysql

LOCK_SECONDS = 30
TABLE = "BASE TABLE"
CONNECTION: dict[str, Any] = {"host": "127.0.0.1", "user": "root", "autocommit": True, "charset": "utf8mb4"}

Signature = tuple[Any, ...]


class DatabaseSnapshot:
	def __init__(self, port: int, password: str, database: str) -> None:
		self.connection = pymysql.connect(port=port, password=password, **CONNECTION)
		self.database = database
		self.kept = f"{database}_snapshot"
		self.known: dict[str, Signature] = {}
		self._run(f"SET SESSION lock_wait_timeout={LOCK_SECONDS}, foreign_key_checks=0, unique_checks=0")
		self._run(f"CREATE DATABASE IF NOT EXISTS `{self.kept}`")

	def remember(self) -> None:
		"""What the database holds now is what `restore` goes back to."""
		now = self._signatures()
		for table in self.known.keys() | now.keys():
			if self.known.get(table) != now.get(table):
				self._replace(self.kept, self.database, table, exists=table in now)
		self.known = now

	def restore(self) -> set[str]:
		"""Puts back what has changed; returns the names of these tables."""
		now = self._signatures()
		changed = set()
		for table in self.known.keys() | now.keys():
			before, after = self.known.get(table), now.get(table)
			if before == after:
				continue
			changed.add(table)
			if before and after and before[1:] == after[1:]:
				self._refill(table)
			else:
				self._replace(self.database, self.kept, table, exists=before is not None)
		return changed

	def in_use(self) -> bool:
		"""Whether anybody else is connected: a request that goes on although the page is gone, a job."""
		others = "SELECT 1 FROM information_schema.processlist WHERE db = %s AND id <> CONNECTION_ID()"
		return bool(self._run(others, (self.database,)))

	def close(self) -> None:
		self.connection.close()

	def _signatures(self) -> dict[str, Signature]:
		"""Per table: a checksum of its rows, the number of its columns and a checksum of these."""
		tables = {row[0] for row in self._run(f"SHOW FULL TABLES FROM `{self.database}`") if row[1] == TABLE}
		columns = self._run(
			"SELECT table_name, COUNT(*),"
			" SUM(CRC32(CONCAT_WS('.', column_name, data_type, character_maximum_length, is_nullable)))"
			" FROM information_schema.columns WHERE table_schema = %s GROUP BY table_name",
			(self.database,),
		)
		names = ", ".join(f"`{self.database}`.`{table}`" for table in sorted(tables))
		sums = {row[0].partition(".")[2]: row[1] for row in self._run(f"CHECKSUM TABLE {names}")}
		return {table: (sums[table], count, int(crc)) for table, count, crc in columns if table in tables}

	def _refill(self, table: str) -> None:
		self._run("START TRANSACTION")
		self._run(f"DELETE FROM `{self.database}`.`{table}`")
		self._run(f"INSERT INTO `{self.database}`.`{table}` SELECT * FROM `{self.kept}`.`{table}`")
		self._run("COMMIT")

	def _replace(self, target: str, source: str, table: str, exists: bool) -> None:
		self._run(f"DROP TABLE IF EXISTS `{target}`.`{table}`")
		if exists:
			self._run(f"CREATE TABLE `{target}`.`{table}` LIKE `{source}`.`{table}`")
			self._run(f"INSERT INTO `{target}`.`{table}` SELECT * FROM `{source}`.`{table}`")

	def _run(self, sql: str, values: tuple[Any, ...] | None = None) -> tuple[tuple[Any, ...], ...]:
		with self.connection.cursor() as cursor:
			cursor.execute(sql, values)
			return tuple(cursor.fetchall())
