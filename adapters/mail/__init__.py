"""Mail: handing it to an SMTP server, or writing it into a folder."""
