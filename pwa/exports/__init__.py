"""What we know in forms that others work with: tables, files."""
