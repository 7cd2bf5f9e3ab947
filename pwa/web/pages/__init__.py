"""The pages that people read, a module for each subject."""
