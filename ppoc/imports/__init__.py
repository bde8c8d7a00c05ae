"""Bringing children in: the SSDA903 return, an existing tracker workbook, any other extract.

Reading and planning are plain Python on plain values; `database.py` alone touches the site.
"""
