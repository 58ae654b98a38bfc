"""Rate sheets as providers send them: read without guessing, and compared with the rates there are."""
