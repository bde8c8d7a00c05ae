"""The tool behind `./dev`: Frappe, its services and one app, from package registries to a served site.

Only the standard library is used here, since this code makes the environment that everything else needs.
The scripts under `inside/` are the exception: they run in that environment.
"""
