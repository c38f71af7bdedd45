"""Documents of word processors, and PDFs."""
