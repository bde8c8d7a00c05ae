"""Makes PDFs of our records and of reports, with our own print engine."""
