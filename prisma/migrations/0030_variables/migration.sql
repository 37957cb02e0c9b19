-- Variables can be set: who changed one last, and a number that two who change it at once see. Names are one, whatever their case.
ALTER TABLE variable
  ADD COLUMN revision INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX variable_name_key ON variable (environment_id, lower(name));
