-- Queued runs of each workspace, counted up to its limit each second, however many others wait or are under way.
CREATE INDEX run_queued_idx ON run (workspace_id) WHERE status = 0;
