"""Decides who sees which children: the rule, the hooks that apply it, and guards on the endpoints Frappe
leaves open."""
