-- Runs that must not start yet: they wait for their turn in a line (concurrency and order keys), or their flow is paused.

-- held: 1 waits for its turn · 2 the flow is paused · 3 both. The claim takes runs with 0 only.
ALTER TABLE "run" ADD COLUMN "held" SMALLINT NOT NULL DEFAULT 0;

-- The same index with one more column in front: what may start is found among what may not, however much of it there is.
DROP INDEX run_open_idx;
CREATE INDEX run_open_idx ON run (held, created_at) WHERE status IN (0, 1, 2);

-- The place of a run in a line: the runs of a flow with the same value of a key. state: 0 waits, 1 has its turn, 2 had it.
CREATE TABLE "run_line" (
    "line" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "run_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "places" SMALLINT NOT NULL,
    "in_order" BOOLEAN NOT NULL,
    "state" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_line_pkey" PRIMARY KEY ("line","position")
);
CREATE INDEX "run_line_run_id_idx" ON "run_line"("run_id");
CREATE INDEX run_line_waiting_idx ON run_line (line, position) WHERE state = 0;
CREATE INDEX run_line_turn_idx ON run_line (line, run_id) WHERE state = 1;
ALTER TABLE run_line SET (fillfactor = 80);
-- One after the other over all servers; a number that was drawn later is larger.
CREATE SEQUENCE run_line_position AS BIGINT CACHE 1;

GRANT SELECT ON run_line TO patchbay_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON run_line TO patchbay_engine;
GRANT USAGE ON SEQUENCE run_line_position TO patchbay_engine;

ALTER TABLE run_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_line FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON run_line TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON run_line TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);
CREATE POLICY engine_all ON run_line TO patchbay_engine USING (true) WITH CHECK (true);

-- Gives turns in the lines of these runs, and hands back the runs that got one. One call at a time works on the lines of a flow in an
-- environment: each statement of a volatile function sees what was committed before it, so what stood behind the lock is seen.
-- A line has as many turns as its newest run says. A run starts once it has its turn in each of its lines. In a line that is in order
-- nobody passes; in one that only counts, who waits elsewhere is passed, among the first thousand that wait.
CREATE FUNCTION give_turns(runs uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_temp
AS $$
DECLARE
  lane bigint;
  here uuid;
  ordered boolean;
  room int;
  next record;
  blocked boolean;
BEGIN
  FOR lane IN
    SELECT DISTINCT hashtextextended(r.environment_id::text || r.flow_id::text, 8) AS key
    FROM run r WHERE r.id = ANY (runs) ORDER BY key
  LOOP
    PERFORM pg_advisory_xact_lock(lane);
  END LOOP;

  -- Turns of runs that ended are free again, in all of the lines before any is given.
  UPDATE run_line l SET state = 2
  FROM run r
  WHERE l.state = 1 AND r.id = l.run_id AND r.status IN (3, 4, 5)
    AND l.line IN (SELECT own.line FROM run_line own WHERE own.run_id = ANY (runs));

  FOR here, ordered IN
    SELECT own.line, bool_or(own.in_order) FROM run_line own WHERE own.run_id = ANY (runs) GROUP BY own.line ORDER BY own.line
  LOOP
    SELECT last.places INTO room FROM run_line last WHERE last.line = here ORDER BY last.position DESC LIMIT 1;
    room := room - (SELECT count(*) FROM run_line l WHERE l.line = here AND l.state = 1);
    CONTINUE WHEN room <= 0;
    FOR next IN
      SELECT l.run_id, r.status FROM run_line l JOIN run r ON r.id = l.run_id
      WHERE l.line = here AND l.state = 0 ORDER BY l.position LIMIT 1000
    LOOP
      IF next.status IN (3, 4, 5) THEN
        UPDATE run_line SET state = 2 WHERE run_id = next.run_id AND state = 0;
        CONTINUE;
      END IF;
      SELECT EXISTS (
        SELECT FROM run_line other
        WHERE other.run_id = next.run_id AND other.line <> here AND (
          (SELECT count(*) FROM run_line l WHERE l.line = other.line AND l.state = 1)
            >= (SELECT last.places FROM run_line last WHERE last.line = other.line ORDER BY last.position DESC LIMIT 1)
          OR other.in_order AND EXISTS (
            SELECT FROM run_line l WHERE l.line = other.line AND l.state = 0 AND l.position < other.position))
      ) INTO blocked;
      IF blocked THEN
        EXIT WHEN ordered;
        CONTINUE;
      END IF;
      UPDATE run_line SET state = 1 WHERE run_id = next.run_id;
      UPDATE run SET held = held & ~1 WHERE id = next.run_id;
      RETURN NEXT next.run_id;
      room := room - 1;
      EXIT WHEN room <= 0;
    END LOOP;
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION give_turns(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION give_turns(uuid[]) TO patchbay_engine;

-- For outside checkers (docs/views.md).
CREATE VIEW v_run_line WITH (security_invoker = true) AS
SELECT
  run_line.run_id,
  run_line.workspace_id,
  run_line.line,
  run_line.position,
  run_line.places,
  run_line.in_order,
  (ARRAY['waits', 'turn', 'done'])[run_line.state + 1] AS state
FROM run_line;
GRANT SELECT ON v_run_line TO patchbay_app, patchbay_engine;
