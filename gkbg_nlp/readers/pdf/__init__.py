"""PDF documents with a text layer, read with PDFium."""
