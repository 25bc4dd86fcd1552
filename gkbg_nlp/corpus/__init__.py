"""The annotated corpus: its format, its checks, its gold form."""
