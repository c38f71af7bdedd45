"""What people correct in an analysis: records, how they are applied, and how they are undone."""
