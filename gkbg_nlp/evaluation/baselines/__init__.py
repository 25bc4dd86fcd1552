"""Taggers to hold a model against: simple ones made here, and other people's where they are installed."""
