/**
 * Queued runs by workspace, of each as many as `most` at the most: a CTE `queued` that needs WITH RECURSIVE. It goes from one
 * workspace that has some to the next, so what others have counts for nobody.
 */
export const queuedRuns = (most: string): string => `
w AS (
  (SELECT workspace_id FROM run WHERE status = 0 ORDER BY workspace_id LIMIT 1)
  UNION ALL
  SELECT (SELECT r.workspace_id FROM run r WHERE r.status = 0 AND r.workspace_id > w.workspace_id ORDER BY r.workspace_id LIMIT 1)
  FROM w WHERE w.workspace_id IS NOT NULL
), queued AS MATERIALIZED (
  SELECT w.workspace_id, n.runs FROM w, LATERAL (
    SELECT count(*)::int AS runs FROM (
      SELECT FROM run r WHERE r.status = 0 AND r.workspace_id = w.workspace_id LIMIT ${most}
    ) few
  ) n WHERE w.workspace_id IS NOT NULL
)`;
