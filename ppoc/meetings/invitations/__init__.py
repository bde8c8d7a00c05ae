"""Calendar invitations to meetings: sent, updated and cancelled."""
