"""`gkb dev`: the platform played on one machine for one mini-app, with invented people and no network.

server    HTTP on 127.0.0.1: the product's own addresses, and `/api/simulator/` for the author
runs      opens screens and takes actions by the rules of the product
world     what is remembered while it runs: people, consents, what the mini-app kept
engines   the component in wasmtime, or plain Python where that is not installed
"""
