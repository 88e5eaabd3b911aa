"""Floor 3: one-stop services (一网通办): what there is, where it is handled, and every case from draft to decision."""
