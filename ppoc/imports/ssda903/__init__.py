"""The SSDA903 return: the yearly statutory account of children looked after in England, a set of CSV files.

`files` tells the files of the set apart, `parse` turns rows into typed rows, `rules` checks a child against
the statutory validation rules, `timeline` puts a child's rows in order and tells what happened, `load` does
all of it for a set, and `changes` compares the outcome with what is held.
"""
