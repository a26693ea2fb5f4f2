"""What the end-to-end tests share: the program, people who call it, a provider that fails on demand, raw sockets."""
