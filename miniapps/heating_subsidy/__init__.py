"""采暖补贴: the heating subsidy of a Gansu household, one application a season."""
