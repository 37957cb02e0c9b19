-- Variables can be set: who changed one last, and a number that two who change it at once see. Names are one, whatever their case.
DO $$
DECLARE
  alike text;
BEGIN
  SELECT string_agg(names, '; ') INTO alike FROM (
    SELECT string_agg(format('"%s"', name), ' and ' ORDER BY name) AS names
    FROM variable GROUP BY environment_id, lower(name) HAVING count(*) > 1 ORDER BY 1 LIMIT 5
  ) found;
  IF alike IS NOT NULL THEN
    RAISE EXCEPTION 'the table "variable" has names that differ by their case alone: %. Rename or delete all but one of each, by SQL, and take the new names over into the flows that read them', alike;
  END IF;
END
$$;

-- Until now they were texts, and put here by SQL. They stay texts: a value is JSON from here on.
UPDATE variable SET value = to_jsonb(value)::text;

ALTER TABLE variable
  ADD COLUMN revision INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ADD COLUMN updated_by TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX variable_name_key ON variable (environment_id, lower(name));
