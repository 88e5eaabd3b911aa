"""What a department needs to write a mini-app: the contract, the guest library and the runtime."""
