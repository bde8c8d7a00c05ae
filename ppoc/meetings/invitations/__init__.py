"""Calendar invitations of meetings: sent, brought up to date and cancelled."""
