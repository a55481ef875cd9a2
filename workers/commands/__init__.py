"""What the commands of `quotewire` do; `workers/cli.py` gives them their names and options."""
