"""The config repository in git: a bare clone of our own, read with git itself and written through GitPython."""
