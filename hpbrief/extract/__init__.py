"""Document to Briefing: what one text says, each fact with its characters."""
