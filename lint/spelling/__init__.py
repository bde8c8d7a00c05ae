"""The spelling of code, texts and documents: British English."""
