"""A portfolio as files: the appendices that go with it, the folder, the zip and its manifest."""
