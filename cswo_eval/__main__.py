"""`python -m cswo_eval` does what `cswo-eval` does."""

from cswo_eval.cli.main import main

if __name__ == "__main__":
    main()
