"""Sources that read files: images, texts, speech, and records."""
