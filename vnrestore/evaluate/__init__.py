"""How good a restored text is: error rates against a truth, and gains and losses against a baseline."""
