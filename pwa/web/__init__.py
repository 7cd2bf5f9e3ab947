"""Pages and API: what a reader or a program asks for, and how it is said."""
