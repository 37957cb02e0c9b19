// Two streams: data for programs on stdout, words for people on stderr.
export interface Output {
  /** Data, as text lines or, with `--json`, as one JSON document. */
  readonly data: (text: string) => void;
  /** Data that is not text, or piece by piece: resolves when the next piece may come. @throws OutputClosed when nobody takes it. */
  readonly bytes: (content: Uint8Array) => Promise<void>;
  /** Words. */
  readonly say: (text: string) => void;
}

/** Nobody takes the data any more: what makes them may stop. */
export class OutputClosed extends Error {}

/** Columns padded to their widest cell; a last column may be long. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
