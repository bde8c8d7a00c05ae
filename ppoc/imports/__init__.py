"""Loads children: from the SSDA903 return, an existing tracker workbook, any other extract, or a file of names.

Reading and planning are plain Python on plain values. These modules need a site: `api`, `mapping_api`, `runs`,
`nightly`, `staging`, `limits`, `saved_mappings`, `site_links`, `duplicate_warnings`, `ssda903.existing_children`,
`tracker.writing` and everything named `*database`.
"""
