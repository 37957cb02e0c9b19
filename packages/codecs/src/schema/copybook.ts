// A COBOL copybook → the fields of a line, one after another. What cannot stand in a file of text is refused in words: packed and
// binary numbers, signs written over a digit, fields that are there a varying number of times.

export interface CopybookField {
  readonly name: string;
  readonly length: number;
  readonly isNumber: boolean;
  /** Digits behind the point that is not written. */
  readonly decimals: number;
}

export interface Copybook {
  readonly fields: readonly CopybookField[];
  /** Clauses without a full stop, each with the name of the field. */
  readonly problems: readonly string[];
}

interface Entry {
  readonly level: number;
  readonly name: string;
  readonly clauses: string;
  readonly inner: Entry[];
}

const picture = /\bPIC(?:TURE)?\s+(?:IS\s+)?(\S+)/i;
const entryForm = /^\s*(?:\d{6}\s)?\s*(\d{1,2})\s+([A-Za-z0-9][\w-]*)?\b([^.]*(?:\.(?=\S)[^.]*)*)/;

/** Whether a text is one: lines that begin with a level number, and at least one picture. */
export const isCopybook = (head: string): boolean =>
  /^(?:\d{6})?[ \t]*(?:0?1|77)[ \t]+[A-Za-z0-9][\w-]*[ \t]*\.[ \t]*$/m.test(head) &&
  /^(?:\d{6})?[ \t]*\d{2}[ \t]+[A-Za-z0-9][\w-]*[ \t\r\n]+.*\bPIC(?:TURE)?[ \t]/im.test(head);

export function readCopybook(text: string): Copybook {
  const roots = treeOf(text);
  const problems: string[] = [];
  const fields: CopybookField[] = [];
  // The first record; another 01 is another kind of line.
  const [root] = roots;
  if (roots.length > 1) problems.push(`${roots[1]?.name ?? 'a second record'} is a second kind of record: keep one`);
  if (root !== undefined) addFields(root, { suffix: '', fields, problems });
  return { fields, problems };
}

function treeOf(text: string): Entry[] {
  // Sentences end with a point before white space; comment lines have an asterisk in column 7 or first.
  const lines = text.split(/\r?\n/).filter((line) => !/^(?:.{6})?[*/]/.test(line));
  const sentences = lines.join('\n').split(/\.(?=\s|$)/);
  const roots: Entry[] = [];
  const open: Entry[] = [];
  for (const sentence of sentences) {
    const [, number, name = 'FILLER', clauses = ''] = entryForm.exec(sentence) ?? [];
    const level = Number(number);
    // 66 renames, 88 names values: neither has a place of its own.
    if (number === undefined || level === 88 || level === 66) continue;
    const isUnnamed = /^PIC(TURE)?$/i.test(name);
    const entry: Entry = isUnnamed
      ? { level, name: 'FILLER', clauses: `${name}${clauses}`, inner: [] }
      : { level, name, clauses, inner: [] };
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    (open.at(-1)?.inner ?? roots).push(entry);
    open.push(entry);
  }
  return roots;
}

interface Adding {
  readonly suffix: string;
  readonly fields: CopybookField[];
  readonly problems: string[];
}

const maxFields = 20_000;

function addFields(entry: Entry, { suffix, fields, problems }: Adding): void {
  const { clauses, name, inner } = entry;
  const refused = refusal(clauses);
  if (refused !== undefined) {
    problems.push(`${name} ${refused}`);
    return;
  }
  const times = Number(/\bOCCURS\s+(\d+)/i.exec(clauses)?.[1] ?? 1);
  for (let turn = 1; turn <= times && fields.length <= maxFields; turn += 1) {
    const within = times === 1 && !/\bOCCURS\b/i.test(clauses) ? suffix : `${suffix}-${turn}`;
    if (inner.length > 0) for (const child of inner) addFields(child, { suffix: within, fields, problems });
    else {
      const field = fieldOf(`${name}${within}`, clauses);
      if (typeof field === 'string') problems.push(`${name} ${field}`);
      else fields.push(field);
    }
  }
}

function refusal(clauses: string): string | undefined {
  if (/\bCOMP(UTATIONAL)?(-\d)?\b|\bBINARY\b|\bPACKED-DECIMAL\b|\bINDEX\b|\bPOINTER\b/i.test(clauses))
    return 'is packed or binary (COMP), which a file of text does not hold: have it written as digits';
  if (/\bDEPENDING\b/i.test(clauses))
    return 'is there a varying number of times (DEPENDING ON): give it a fixed number';
  if (/\bREDEFINES\b/i.test(clauses)) return 'redefines another field: leave out one of the two';
  return undefined;
}

/** The field, or what is wrong with it. */
function fieldOf(name: string, clauses: string): CopybookField | string {
  const written = picture.exec(clauses)?.[1];
  if (written === undefined) return 'has neither a picture (PIC) nor fields';
  const spread = written
    .toUpperCase()
    .replaceAll(/(.)\((\d{1,6})\)/g, (_, sign: string, count: string) => sign.repeat(Math.min(Number(count), 100_000)));
  const isApart = /\bLEADING\s+SEPARATE\b/i.test(clauses);
  if (/^[XA]+$/.test(spread)) return { name, length: spread.length, isNumber: false, decimals: 0 };
  const [, sign, whole = '', fraction = ''] = /^(S?)(9*)(?:V(9*))?$/.exec(spread) ?? [];
  if (sign === undefined || whole.length + fraction.length === 0)
    return `has the picture ${written}, of which only X, A, 9, S and V are read`;
  if (sign === 'S' && !isApart)
    return 'has its sign over a digit or behind (S9): have it written in front, with SIGN LEADING SEPARATE';
  const length = whole.length + fraction.length + (sign === 'S' ? 1 : 0);
  return { name, length, isNumber: true, decimals: fraction.length };
}
