"""What happened in the life of a person or a firm: told by registers and cases, or said by themselves."""
