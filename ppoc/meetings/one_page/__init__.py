"""The child on one page: last words, what has changed since, what comes next, open actions, predictions as a story."""
