"""Sealing with age, and hashing with argon2. Each is imported when it is first needed."""
