"""What tests of several pages look for in the browser."""

OPTION = ".awesomplete :is(li, [role=option])"
"""A choice that a link field offers: an item of a list until Frappe 15, an option since."""
