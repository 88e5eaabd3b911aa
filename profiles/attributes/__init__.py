"""What the government knows of a person or a firm: each attribute with its source, its day and its purpose."""
