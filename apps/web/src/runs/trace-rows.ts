// The runs of a trace as a tree in rows: what a run led to stands below it, and so do its replays.

export interface TraceRun {
  readonly id: string;
  readonly replayOf: string | null;
  readonly parent: { readonly runId: string } | null;
}

export interface TraceRow<Run extends TraceRun> {
  readonly run: Run;
  /** How many runs above it led to it. */
  readonly depth: number;
}

/** A run whose reason is not among them begins a tree of its own. */
export function traceRows<Run extends TraceRun>(runs: readonly Run[]): TraceRow<Run>[] {
  const known = new Set(runs.map(({ id }) => id));
  const above = ({ replayOf, parent }: Run): string | null =>
    [replayOf, parent?.runId].find((id) => typeof id === 'string' && known.has(id)) ?? null;
  const below = Map.groupBy(runs, above);
  const rows: TraceRow<Run>[] = [];
  const add = (id: string | null, depth: number): void => {
    for (const run of below.get(id) ?? []) {
      rows.push({ run, depth });
      add(run.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}
