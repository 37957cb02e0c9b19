-- Runs over which two workers died: one of them is offered at a look, found among however many that are due.
CREATE INDEX run_suspect_idx ON run (wake_at) WHERE status = 2 AND crashes = 2;
