"""What people hand in: photographs and PDFs, cleaned before they are kept, shown to nobody but their owner."""
