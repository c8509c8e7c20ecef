"""What the content check looks for in a module, as pure rules."""
