"""Who there is: residents, organisations, staff, and who speaks for whom."""
