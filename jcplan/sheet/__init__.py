"""Words that describe a sheet: tables by key, charts, relations, looks."""
