-- What people do to runs is a statement of the engine's role; its entry in the audit is written in that statement, or nothing is done.

-- The chain as `appendAudit` writes it: one entry after the other in a workspace, each hash over the one before and a JSON list of the
-- columns. `note`: kind, id and name of the actor, action, kind and id of the target, and what it is like afterwards as JSON text.
CREATE FUNCTION append_audit(of_workspace uuid, note text[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
  noted timestamptz := date_trunc('milliseconds', clock_timestamp());
  words text;
BEGIN
  IF note IS NULL OR of_workspace IS NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || of_workspace, 0));
  SELECT seq, hash INTO last_seq, last_hash FROM audit_entry WHERE workspace_id = of_workspace ORDER BY seq DESC LIMIT 1;
  last_seq := coalesce(last_seq, 0) + 1;
  last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  words := '[' || concat_ws(',', to_json(of_workspace::text), to_json(last_seq::text),
    to_json(to_char(noted AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), to_json(note[1]), to_json(note[2]), to_json(note[3]),
    to_json(note[4]), to_json(note[5]), to_json(note[6]), 'null', coalesce(to_json(note[7])::text, 'null')) || ']';
  INSERT INTO audit_entry (workspace_id, seq, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, after, previous_hash, hash)
  VALUES (of_workspace, last_seq, noted, note[1], note[2], note[3], note[4], note[5], note[6], note[7], last_hash,
    sha256(last_hash || convert_to(words, 'UTF8')));
  RETURN last_seq;
END $$;

REVOKE ALL ON FUNCTION append_audit(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_audit(uuid, text[]) TO patchbay_engine;
