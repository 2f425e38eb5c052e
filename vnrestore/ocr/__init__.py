"""Page images to documents, read by Tesseract."""
