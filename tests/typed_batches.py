"""A program that only reads: it writes each batch that `Keyboard.typed` gives, and each refusal, to a file, a line of JSON each.

    typed_batches.py FILE [text]

With `text` it prompts as for a text. After a batch that begins with the line `busy` it does nothing until FILE.go is there.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from cswo_eval.cli.interviews.interruptions import take_signals
from cswo_eval.cli.interviews.keyboard import PROMPT_OF_LINE, EndOfInput, Keyboard, LineCut
from cswo_eval.cli.main import _prepare_streams


def main(file: Path, of_text: bool) -> None:
    """Read until the input ends, in whichever way; the last line of the file says which."""
    _prepare_streams()
    take_signals()
    keyboard = Keyboard()
    prompt = keyboard.prompt_of_text if of_text else PROMPT_OF_LINE
    with file.open("w", encoding="ascii", buffering=1) as results:
        while True:
            try:
                batch = keyboard.typed(prompt)
            except LineCut as refused:
                print(refused, file=sys.stderr)
                results.write(f"{json.dumps(str(refused))}\n")
                continue
            except (EndOfInput, KeyboardInterrupt) as end:
                results.write(f"{json.dumps(type(end).__name__)}\n")
                return
            results.write(f"{json.dumps(batch)}\n")
            while batch[0] == "busy" and not file.with_suffix(".go").exists():
                time.sleep(0.005)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "text" in sys.argv[2:])
