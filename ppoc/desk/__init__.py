"""How the Desk greets people: where they land, and what of the platform's own they have no use for."""
