"""What a call costs: exact prices, durations and charges, and the longest prefix that gives them."""
