"""What people said of single items: corrections, precision, samples."""
