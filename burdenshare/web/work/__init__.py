"""Long work beside the service: what takes more than a moment runs in a process of its own.

`office.Office` takes tasks (`tasks.Task`), has them done one process each (`worker`) within
declared limits, and keeps what they come to in run folders (`shelf`). A process that is killed or
takes too much ends its own run and nothing else.
"""
