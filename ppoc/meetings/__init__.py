"""Meetings: their agendas, their screen, closing them, their notes and emails, bookings and actions."""
