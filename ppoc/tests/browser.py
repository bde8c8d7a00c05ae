"""What browser tests of several pages look for."""

OPTION = ".awesomplete :is(li, [role=option])"
"""A choice offered by a link field: a list item up to Frappe 15, an option since."""
