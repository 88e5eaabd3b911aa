"""What is baked into the component. These modules run in the guest's interpreter only, never in the host's."""
