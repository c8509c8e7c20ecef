"""What every feature stands on: settings, database, web plumbing, content reading, languages, audit."""
