"""Bytes on disk and in archives: whole writes, strict YAML, shapes of files, bounded zip and Office files, all limits in one place."""
