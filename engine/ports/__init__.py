"""What the core needs from the outside, as small Protocols, and the values that cross them."""
