"""The usual pictures: sections, channels and requests by year. One file a picture."""
