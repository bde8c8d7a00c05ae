"""What `./dev lint` checks that is this project's own: rules for its client code, security, spelling, translations."""
