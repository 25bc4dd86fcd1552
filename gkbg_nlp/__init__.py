"""gkbg-nlp."""
