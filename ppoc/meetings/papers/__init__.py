"""What a meeting puts on paper: agenda, notes, minutes."""
