"""Word documents: DOCX, and what LibreOffice makes into DOCX."""
