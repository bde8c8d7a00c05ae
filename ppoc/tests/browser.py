"""What browser tests of several pages look for."""

OPTION = ".awesomplete :is(li, [role=option])"
"""A choice offered by a link field: a list item up to Frappe 15, an option since."""
HEADING = ":is(h3.title-text, .title-text-form):visible"
"""What the record of a form is called: above the form, or since version 16 at the end of its breadcrumbs."""
