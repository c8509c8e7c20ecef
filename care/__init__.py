"""What the site knows about a child: showing it, giving it out, erasing it, how long it stays, and help."""
