"""Adults who matter to a child: when they were asked, what they could offer, and how they were assessed."""
