"""A browser stand-in for a Slack workspace: for people who have none, and the strict double of Slack in tests.

It is written against Slack's wire formats only and knows no command of the program. `server.Console` is the entry.
"""
