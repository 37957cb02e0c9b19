// A COBOL copybook → the fields of a line, one after another. What cannot stand in a file of text is refused in words: packed and
// binary numbers, signs written over a digit, fields that are there a varying number of times.
import { readPicture } from './picture.ts';
import type { Picture } from './picture.ts';

export interface CopybookField extends Picture {
  /** With the groups around it in front, where another field has the name too. */
  readonly name: string;
  /** It holds a place, and nothing that anybody reads. */
  readonly isFiller: boolean;
}

export interface Copybook {
  readonly fields: readonly CopybookField[];
  /** Clauses without a full stop, each with the name of the field. With any of them the places are not to be relied on. */
  readonly problems: readonly string[];
}

interface Entry {
  readonly level: number;
  readonly name: string;
  /** What stands behind the name. */
  readonly written: string;
  readonly inner: Entry[];
  /** Read once, however often the entry is repeated. */
  clauses?: Clauses;
}

interface Clauses {
  /** Why the entry cannot stand in a file of text. */
  readonly refused: string | undefined;
  /** Undefined for what is there once, without a number. */
  readonly times: number | undefined;
  /** The place of a field, or what is wrong with it. */
  readonly place: Picture | string;
}

interface PlacedField extends CopybookField {
  /** Names of the groups around it, the nearest first. */
  readonly groups: readonly string[];
  readonly suffix: string;
}

const maxFields = 20_000;
const maxProblems = 20;
const maxNameLength = 100;
/** Of a name with its groups. */
const maxQualified = 300;
/** Characters of a line that the codec reads. */
const maxLine = 999_999;
/** What is looked at to tell what a text is. */
const headLength = 100_000;

const inWords = (count: number): string => count.toLocaleString('en-US');

const recordLine = /^(?:\d{6})?[ \t]*(?:0?1|77)[ \t]+[A-Za-z0-9][\w-]*[ \t]*\.[ \t]*$/m;
const entryLine = /^(?:\d{6})?[ \t]*\d{2}[ \t]+[A-Za-z0-9][\w-]*(?![^ \t])/;
const pictureIn = /\bPIC(?:TURE)?[ \t]/i;

/** Whether a text is one: lines that begin with a level number, and at least one picture. */
export function isCopybook(text: string): boolean {
  const head = text.slice(0, headLength);
  if (!recordLine.test(head)) return false;
  let isEntry = false;
  for (const line of head.split(/\r?\n/)) {
    isEntry ||= entryLine.test(line);
    if (isEntry && pictureIn.test(line)) return true;
    if (line.trimEnd().endsWith('.')) isEntry = false;
  }
  return false;
}

export function readCopybook(text: string): Copybook {
  const roots = treeOf(text);
  const problems: string[] = [];
  const fields: PlacedField[] = [];
  // The first record; another 01 is another kind of line.
  const [root] = roots;
  if (roots.length > 1) {
    const second = (roots[1]?.name ?? 'a second record').slice(0, maxNameLength);
    problems.push(`${second} is a second kind of record: keep one`);
  }
  if (root !== undefined) addFields(root, { suffix: '', groups: [], fields, problems });
  if (fields.length > maxFields)
    problems.push(
      `it has more than ${inWords(maxFields)} fields, the most that are read: put one FILLER in the place of those that nobody needs`,
    );
  else if (fields.reduce((sum, field) => sum + field.length, 0) > maxLine)
    problems.push(`its line is longer than ${inWords(maxLine)} characters, the most that are read`);
  return { fields: problems.length > 0 ? [] : namedApart(fields, problems), problems };
}

const entryForm = /^(?:\d{6}\s+)?(\d{1,2})\s+([A-Za-z0-9][\w-]*)?\b([^]*)/;

function treeOf(text: string): Entry[] {
  // Sentences end with a point before white space; comment lines have an asterisk in column 7 or first.
  const lines = text.split(/\r?\n/).filter((line) => !/^(?:.{6})?[*/]/.test(line));
  const sentences = lines.join('\n').split(/\.(?=\s|$)/);
  const roots: Entry[] = [];
  const open: Entry[] = [];
  for (const sentence of sentences) {
    const [, number, name = 'FILLER', written = ''] = entryForm.exec(sentence.trimStart()) ?? [];
    const level = Number(number);
    // 66 renames, 88 names values: neither has a place of its own.
    if (number === undefined || level === 88 || level === 66) continue;
    const isUnnamed = /^PIC(TURE)?$/i.test(name);
    const entry: Entry = isUnnamed
      ? { level, name: 'FILLER', written: `${name}${written}`, inner: [] }
      : { level, name, written, inner: [] };
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    (open.at(-1)?.inner ?? roots).push(entry);
    open.push(entry);
  }
  return roots;
}

interface Adding {
  readonly suffix: string;
  readonly groups: readonly string[];
  readonly fields: PlacedField[];
  readonly problems: string[];
}

/** No entry is looked at again once something is wrong in it, so that each problem is told once and a repetition has an end. */
function addFields(entry: Entry, { suffix, groups, fields, problems }: Adding): void {
  if (problems.length >= maxProblems || fields.length > maxFields) return;
  const { name, inner } = entry;
  const { refused, times, place } = (entry.clauses ??= clausesOf(entry));
  const wrong = refused ?? (inner.length === 0 && typeof place === 'string' ? place : undefined);
  if (wrong !== undefined) {
    problems.push(`${name.slice(0, maxNameLength)} ${wrong}`);
    return;
  }
  const around = [name, ...groups];
  const isFiller = /^FILLER$/i.test(name);
  const before = problems.length;
  for (let turn = 1; turn <= (times ?? 1) && fields.length <= maxFields && problems.length === before; turn += 1) {
    const within = times === undefined ? suffix : `${suffix}-${turn}`;
    for (const child of inner) addFields(child, { suffix: within, groups: around, fields, problems });
    if (inner.length === 0 && typeof place === 'object')
      fields.push({ ...place, name, isFiller, groups, suffix: within });
  }
}

function clausesOf({ name, written }: Entry): Clauses {
  const repeats = /\bOCCURS\b(?:\s+(\d+))?/i.exec(written);
  const times = repeats === null ? undefined : Number(repeats[1] ?? 1);
  const refused = refusal(written) ?? (name.length > maxNameLength ? longName : undefined);
  const isTooOften = times !== undefined && times > maxFields;
  return { refused: refused ?? (isTooOften ? tooOften : undefined), times, place: placeOf(written) };
}

const longName = `… has a name of more than ${maxNameLength} characters: give it a shorter one`;
const tooOften = `is there more than ${inWords(maxFields)} times (OCCURS), and a line has no more fields: give it a smaller number`;

function refusal(written: string): string | undefined {
  if (/\bCOMP(UTATIONAL)?(-\d)?\b|\bBINARY\b|\bPACKED-DECIMAL\b|\bINDEX\b|\bPOINTER\b/i.test(written))
    return 'is packed or binary (COMP), which a file of text does not hold: have it written as digits';
  if (/\bDEPENDING\b/i.test(written))
    return 'is there a varying number of times (DEPENDING ON): give it a fixed number';
  if (/\bREDEFINES\b/i.test(written)) return 'redefines another field: leave out one of the two';
  return undefined;
}

const pictureClause = /\bPIC(?:TURE)?\s+(?:IS\s+)?(\S+)/i;

function placeOf(written: string): Picture | string {
  const picture = pictureClause.exec(written)?.[1];
  if (picture === undefined) return 'has neither a picture (PIC) nor fields';
  const place = readPicture(picture, /\bLEADING\s+SEPARATE\b/i.test(written));
  if (typeof place === 'string' || place.length <= maxLine) return place;
  return `is longer than ${inWords(maxLine)} characters, the most that a line may have`;
}

/** COBOL tells fields of one name apart by the groups that they stand in (`CITY OF SHIP-TO`): here these go in front. */
function namedApart(fields: readonly PlacedField[], problems: string[]): CopybookField[] {
  const named = fields.map((field) => ({ field, groups: 0, name: `${field.name}${field.suffix}` }));
  const read = named.filter(({ field }) => !field.isFiller);
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const same of alike(read)) {
      for (const one of same) {
        const group = one.field.groups[one.groups];
        if (group === undefined || one.name.length > maxQualified) continue;
        one.name = `${group}-${one.name}`;
        one.groups += 1;
        isMoving = true;
      }
    }
  }
  for (const [one] of alike(read).slice(0, maxProblems)) {
    if (one !== undefined) problems.push(`${one.field.name} stands twice in the same group: give one another name`);
  }
  return named.map(({ field: { length, isNumber, isSigned, decimals, isFiller }, name }) => ({
    name,
    length,
    isNumber,
    isSigned,
    decimals,
    isFiller,
  }));
}

/** Those of one name, where there is more than one. */
function alike<Named extends { readonly name: string }>(all: readonly Named[]): Named[][] {
  const byName = new Map<string, Named[]>();
  for (const one of all) {
    const same = byName.get(one.name);
    if (same === undefined) byName.set(one.name, [one]);
    else same.push(one);
  }
  return [...byName.values()].filter((same) => same.length > 1);
}
