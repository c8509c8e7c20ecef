"""Pure rules of the school feature: no database, no clock, no configuration."""
