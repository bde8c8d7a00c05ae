"""The same child recorded twice: found on entry and import, and merged with both histories kept."""
