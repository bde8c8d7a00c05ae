"""Words we use: an authority's word in place of the app's, wherever something is shown; stored values stay."""
