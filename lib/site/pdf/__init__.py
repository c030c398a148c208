"""The whole book as one PDF: the built pages joined into one document, which Chromium prints."""
