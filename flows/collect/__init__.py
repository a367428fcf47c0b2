"""Collect: sources as they come (files, folders) are kept once, byte for byte, and handed on as decoded text."""
