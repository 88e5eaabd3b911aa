"""Where staff write scenarios and tags: drafts, machine checks, trials on invented people, and a second person."""
