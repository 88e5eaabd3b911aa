"""Cases (办件), from the first draft to the decision: forms, flow, bundles and the officer's desk."""
