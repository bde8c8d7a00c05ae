"""Agendas: when a forum sits next and which children it discusses."""
