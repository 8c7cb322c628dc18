"""What is trained, and the only importer of torch."""
