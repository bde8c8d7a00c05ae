"""The fortnightly form of a team: filled in from what is recorded, confirmed, and then an event of its schedule."""
