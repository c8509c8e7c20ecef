"""What pages ask about pledges: plain data out."""
