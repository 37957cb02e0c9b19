// Two streams: data for programs on stdout, words for people on stderr.
export interface Output {
  /** Data, as text lines or, with `--json`, as one JSON document. */
  readonly data: (text: string) => void;
  /** Data that is not text. */
  readonly bytes: (content: Uint8Array) => void;
  /** Words. */
  readonly say: (text: string) => void;
}

export const processOutput: Output = {
  data: (text) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
  bytes: (content) => process.stdout.write(content),
  say: (text) => process.stderr.write(`${text}\n`),
};

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
