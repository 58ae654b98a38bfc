"""``trunkline doctor``: everything the bot needs from outside, tried one by one, each with what mends it."""
