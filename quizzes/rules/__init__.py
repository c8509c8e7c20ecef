"""Pure rules: which items come, when refreshers come, what the numbers say."""
