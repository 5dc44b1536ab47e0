"""Speed and memory, measured side by side with a named alternative; never a test."""
