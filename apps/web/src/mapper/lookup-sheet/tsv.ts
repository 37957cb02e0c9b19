// Cells as spreadsheets put them on the clipboard: tabs between them, quotes around those with tabs and line feeds.

export function readTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let from = 0;
  const end = (cell: string, after: number, isRow: boolean): void => {
    row.push(cell);
    if (isRow) {
      rows.push(row);
      row = [];
    }
    from = after;
  };
  const flat = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  while (from <= flat.length) {
    const quoted = flat.charAt(from) === '"' ? quotedCell(flat, from) : undefined;
    const stop = quoted?.stop ?? plainEnd(flat, from);
    end(quoted?.text ?? flat.slice(from, stop), stop + 1, flat.charAt(stop) !== '\t');
  }
  // What is copied ends with a line feed, and that is no row.
  const last = rows.at(-1);
  return rows.length > 1 && last?.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows;
}

function plainEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charAt(at) !== '\t' && text.charAt(at) !== '\n') at += 1;
  return at;
}

/** Undefined when the quote closes nowhere before the end of a cell: then it is a letter like others. */
function quotedCell(text: string, from: number): { text: string; stop: number } | undefined {
  let cell = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter !== '"') cell += letter;
    else if (text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else {
      const after = text.charAt(at + 1);
      return after === '' || after === '\t' || after === '\n' ? { text: cell, stop: at + 1 } : undefined;
    }
  }
  return undefined;
}

export const writeTsv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[\t\n\r]|^"/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'))
    .join('\n');
