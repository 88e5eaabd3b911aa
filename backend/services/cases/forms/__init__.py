"""Forms: drafts of applications. What is known is filled in, only the rest is asked, and what was typed is kept."""
