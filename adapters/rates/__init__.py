"""Compiled rate tables kept in files, one per blob, mapped into memory and shared between processes."""
