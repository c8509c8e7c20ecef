"""The demo: five schools, one per protocol, with invented people and believable weeks behind them."""
