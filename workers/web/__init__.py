"""`quotewire web`: quotes as they come, in a browser."""
