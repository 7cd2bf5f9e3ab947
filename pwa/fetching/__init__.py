"""Documents from other people's servers: politely, within limits, from public addresses alone.
Knows neither regulators nor facts."""
