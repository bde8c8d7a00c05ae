"""Bringing children in: the SSDA903 return, an existing tracker workbook, any other extract, names.

Reading and planning are plain Python on plain values. What touches the site is named for it: `database`,
`held`, `runs`, `holding`, `bulk`, `api` and the like.
"""
