"""`python -m workers` is `quotewire`."""

from workers.cli import main

if __name__ == "__main__":
    main()
