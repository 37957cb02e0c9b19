-- Runs that were told to end and are still open: servers and workers look at them twice a second, however many others are open.
CREATE INDEX run_cancel_idx ON run (cancel_at) WHERE cancel_at IS NOT NULL AND status IN (0, 1, 2);
