"""The `.gkb` file: packed the same by everybody, signed by its developer, refused whole when one bit differs."""
