"""The SSDA903 return: the yearly statutory data on children looked after in England, as a set of CSV files.

`files` recognises the files of the set, `parse` turns rows into typed rows, `ordering` puts a child's rows in order,
`rules` checks them against the statutory validation rules, `timeline` works out what happened to the child, `load` does
all of this for a set, and `changes` compares the result with the site.
"""
