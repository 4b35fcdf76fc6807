"""Values to words: pure functions shared by screens, commands and exports."""
