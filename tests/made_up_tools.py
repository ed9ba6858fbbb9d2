"""A made-up tool with every kind of field, as a user would drop it into a folder of standards of their own."""

from __future__ import annotations

from pathlib import Path

from standards_folders import write_files

MINE = """\
id: mine
version: 1
title: Everything that can be asked
source: {document: own}
about: A made-up set of questions, one of each kind.
fields:
  - id: name
    kind: line
    one_line: true
    wording: "What do you call it?"
    help: "A few words."
    needed: "Give it a name."
  - id: story
    kind: text
    wording: "What happened?"
    hint: "As many lines as you like."
    help: "What you saw."
  - id: happened
    kind: date
    past: true
    wording: "When was it?"
    help: "The day."
  - id: rating
    kind: level
    wording: "Where are you with it?"
    help: "As you see it now."
    needed: "Choose 1 to 5, n or x."
  - id: colour
    kind: choice
    wording: "Which colour has it?"
    help: "Red is not well."
    choices:
      - {key: r, name: Red, description: Not well.}
      - {key: g, name: Green, description: Well.}
  - id: weight
    kind: choice
    choices_from: importance
    wording: "How much does it matter?"
    help: "To people."
    enter: "2"
  - id: entries
    kind: ids
    of: evidence
    more: true
    wording: "Which entries show it?"
    again: "Does any other entry show it?"
    help: "By their ids."
  - id: items
    kind: ids
    of: standard
    wording: "What does it bear on?"
    help: "By id."
  - id: grade
    kind: level
    for_each: items
    wording: "{of} {title}: where are you?"
    help: "As you see it."
  - id: why
    kind: line
    for_each: items
    wording: "Why {of}?"
    help: "In a line."
    when: {field: grade, at_least: 4}
  - id: skills
    kind: ids
    of: competencies
    wording: "Which competencies does it need?"
    help: "By id."
  - id: tags
    kind: ids
    of: headings
    wording: "Which headings does it serve?"
    help: "By number."
  - id: agreed
    kind: yes-no
    wording: "Is it agreed?"
    help: "With the chief executive."
  - id: hours
    kind: number
    least: 0.5
    most: 10
    wording: "How many hours did it take?"
    help: "About."
  - id: away
    kind: days
    wording: "When are you away?"
    help: "First and last day."
  - id: paper
    kind: file
    wording: "Where is the paper?"
    help: "Its place; it is not copied."
  - id: papers
    kind: file
    more: true
    wording: "Where is another?"
    help: "Its place."
  - id: red
    kind: text
    wording: "What makes it red?"
    help: "What you would change."
    when: {field: colour, is_one_of: [r]}
  - id: heavy
    kind: line
    wording: "Why does it matter so much?"
    help: "In a line."
    when: {field: weight, at_least: 3}
  - id: after
    kind: line
    wording: "What came of what happened?"
    help: "In a line."
    when: {field: story}
  - id: green
    kind: line
    wording: "What keeps it green?"
    help: "Never asked of what is red."
    when: {field: colour, is_one_of: [g]}
"""


def folder_of_tools(folder: Path, **tools: str) -> Path:
    """Write a folder of standards with these tools in it, by name; `mine` alone where none is given. Returns the folder."""
    files = tools or {"mine": MINE}
    return write_files(folder, {f"companions/{name}.yaml": text for name, text in files.items()})
