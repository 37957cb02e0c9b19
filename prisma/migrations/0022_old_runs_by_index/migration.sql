-- The same function, which asks for each run by an index whether something holds it. Asked for as one condition it was answered from
-- lists of all that might hold any run, made anew for each batch: removing a few read every run that there was.
--
-- Removes runs of a flow that ended so long ago, with all that belongs to them, at most so many at once: the oldest behind `after`.
-- What decides is the setting alone, so whoever may call this can remove nothing that has not had its time.
--
-- Runs with the same effect root go together or not at all: a replay reads what its original did. They stay while one of them is open,
-- has had less than its time, waits for a person as a dead letter, has something to tell a run that called it or to end in one that it
-- called, has yet to give on its turn, says how many turns its line has, or is to be replayed by a job. The run of a call stays as long
-- as the run that called it: a replay of that one takes its answer over.
CREATE OR REPLACE FUNCTION remove_old_runs(of_flow uuid, of_status smallint, after_at timestamptz, after_id uuid, most int,
  OUT seen int, OUT removed int, OUT last_at timestamptz, OUT last_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  since record;
  roots uuid[];
  locked uuid[];
  gone uuid[];
  members uuid[];
  events uuid[];
BEGIN
  removed := 0;
  SELECT * INTO since FROM kept_since(of_flow);
  SELECT count(*), (array_agg(c.finished_at ORDER BY c.finished_at DESC, c.id DESC))[1],
    (array_agg(c.id ORDER BY c.finished_at DESC, c.id DESC))[1], array_agg(DISTINCT c.effect_root)
  INTO seen, last_at, last_id, roots
  FROM (
    SELECT r.id, r.finished_at, r.effect_root FROM run r
    WHERE r.flow_id = of_flow AND r.status = of_status AND r.status IN (3, 4, 5) AND r.finished_at >= after_at
      AND (r.finished_at, r.id) > (after_at, after_id)
      AND r.finished_at < CASE of_status WHEN 3 THEN since.succeeded ELSE since.failed END
    ORDER BY r.finished_at, r.id LIMIT least(most, 1000)
  ) c;
  IF seen = 0 THEN
    RETURN;
  END IF;

  -- Who replays a run holds it, and whoever else removes it: neither is waited for. A replay that comes now waits, and finds nothing.
  WITH own AS (SELECT r.id FROM run r WHERE r.id = ANY (roots) FOR UPDATE SKIP LOCKED),
  replays AS (
    SELECT r.id FROM run r WHERE r.effect_root = ANY (roots) AND r.replay_of IS NOT NULL FOR UPDATE SKIP LOCKED
  )
  SELECT coalesce(array_agg(id), '{}') INTO locked FROM (SELECT id FROM own UNION SELECT id FROM replays) l;

  -- A statement of its own sees what was committed before the rows were held.
  WITH family AS MATERIALIZED (
    SELECT r.* FROM run r WHERE r.id = ANY (roots)
    UNION
    SELECT r.* FROM run r WHERE r.effect_root = ANY (roots) AND r.replay_of IS NOT NULL
  ), stay AS (
    SELECT m.effect_root FROM family m
    WHERE m.id <> ALL (locked) OR m.flow_id <> of_flow OR m.status NOT IN (3, 4, 5) OR m.calls <> 0
      OR coalesce(m.finished_at >= CASE m.status WHEN 3 THEN since.succeeded ELSE since.failed END, true)
    UNION ALL
    SELECT m.effect_root FROM family m CROSS JOIN LATERAL (
      SELECT FROM dead_letter d
      WHERE d.run_id = m.id AND d.discarded_at IS NULL AND d.redriven_at IS NULL AND coalesce(d.at >= since.dead_letter, true) LIMIT 1
    ) waits
    UNION ALL
    SELECT m.effect_root FROM family m CROSS JOIN LATERAL (
      SELECT l.line, l.position, l.state FROM run_line l WHERE l.run_id = m.id OFFSET 0
    ) own
    WHERE own.state <> 2 OR (
      NOT EXISTS (SELECT FROM run_line n WHERE n.line = own.line AND n.position > own.position OFFSET 0)
      AND EXISTS (SELECT FROM run_line o WHERE o.line = own.line AND o.state <> 2 OFFSET 0))
    UNION ALL
    SELECT m.effect_root FROM family m CROSS JOIN LATERAL (
      SELECT FROM run_origin o JOIN run p ON p.id = o.parent_run WHERE o.run_id = m.id AND o.message_id IS NULL LIMIT 1
    ) called
    UNION ALL
    SELECT m.effect_root FROM family m CROSS JOIN LATERAL (
      SELECT FROM run_origin o JOIN run c ON c.id = o.run_id
      WHERE o.parent_run = m.id AND (c.status IN (0, 1, 2) OR c.calls <> 0) LIMIT 1
    ) calls
    UNION ALL
    SELECT m.effect_root FROM family m CROSS JOIN LATERAL (
      SELECT FROM bulk_replay b JOIN bulk_replay_run o ON o.bulk_id = b.id
      WHERE b.status = 'running' AND o.run_id = m.id AND o.state = 0 LIMIT 1
    ) wanted
  )
  SELECT array_agg(m.id), array_agg(DISTINCT m.effect_root), array_agg(DISTINCT m.event_id) INTO members, gone, events
  FROM family m WHERE NOT EXISTS (SELECT FROM stay s WHERE s.effect_root = m.effect_root);
  IF members IS NULL THEN
    RETURN;
  END IF;

  DELETE FROM checkpoint WHERE run_id = ANY (members);
  DELETE FROM effect_step WHERE run_id = ANY (members);
  DELETE FROM dead_letter WHERE run_id = ANY (members);
  DELETE FROM run_line WHERE run_id = ANY (members);
  DELETE FROM run_origin WHERE run_id = ANY (members);
  DELETE FROM wait WHERE effect_root = ANY (gone);
  DELETE FROM record_batch WHERE effect_root = ANY (gone);
  DELETE FROM run WHERE id = ANY (members);
  DELETE FROM event e WHERE e.id = ANY (events)
    AND NOT EXISTS (SELECT FROM run r WHERE r.id = e.id)
    AND NOT EXISTS (SELECT FROM run r WHERE r.event_id = e.id AND r.replay_of IS NOT NULL);
  removed := cardinality(members);
END
$$;
