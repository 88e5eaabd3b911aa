"""The one WebAssembly component on which every mini-app runs: its sources (`inside`) and how it is built."""
