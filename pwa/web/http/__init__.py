"""What every request meets: who is let in, addresses, questions, headers, errors, health."""
