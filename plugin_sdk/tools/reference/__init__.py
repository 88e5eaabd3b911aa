"""The reference of the mini-app platform, written from the contract itself: what is documented is what is checked."""
