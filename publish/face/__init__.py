"""The public face: chosen cases' progress and statements as a small site of its own, from public fields alone."""
