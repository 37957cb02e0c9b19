-- Which blobs are in use: what no row names any more may go (ADR 0034).

-- The blobs that a checkpoint names. It takes what merely looks like one for a name as well: then a blob stays longer. It cannot fail,
-- whatever the bytes are, since no checkpoint may be refused for it.
CREATE FUNCTION blob_names(data bytea) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT m[1] FROM regexp_matches(encode(data, 'escape'), '"sha256":"([0-9a-f]{64})"', 'g') AS m);

CREATE INDEX checkpoint_blob_idx ON checkpoint USING gin (blob_names(data)) WHERE position('sha256":"'::bytea IN data) > 0;
CREATE INDEX event_blob_idx ON event (blob) WHERE blob IS NOT NULL;
CREATE INDEX wait_blob_idx ON wait (blob) WHERE blob IS NOT NULL;
CREATE INDEX topic_message_blob_idx ON topic_message (blob) WHERE blob IS NOT NULL;
