"""What the fault campaign and the bench share: child processes, a private PostgreSQL, Tillnote's two programs."""
