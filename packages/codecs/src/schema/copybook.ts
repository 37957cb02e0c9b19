// A COBOL copybook → the fields of a line, each with its place. Of fields that lie over each other (REDEFINES) a line holds one: each
// choice is a layout of its own. What cannot be placed, and so moves all behind it, is refused in words.
import { clausesOf } from './copybook-clauses.ts';
import type { Clauses, FieldForm, Inherited } from './copybook-clauses.ts';

export interface CopybookField extends FieldForm {
  /** With the groups around it in front, where another field has the name too. */
  readonly name: string;
  /** From 1. */
  readonly start: number;
}

export interface CopybookLayout {
  /** The field that stands in the place of the one that it redefines; nothing in the first layout, which has those that came first. */
  readonly instead: string | undefined;
  readonly fields: readonly CopybookField[];
  /** Bytes of the whole line, with fillers. */
  readonly length: number;
}

export interface Copybook {
  readonly layouts: readonly CopybookLayout[];
  /** Clauses without a full stop, each with the name of the field. With any of them the places are not to be relied on. */
  readonly problems: readonly string[];
  /** Sentences about what is left out of a layout. */
  readonly notes: readonly string[];
}

interface Entry {
  readonly level: number;
  readonly name: string;
  /** What stands behind the name. */
  readonly written: string;
  readonly inner: Entry[];
  /** Read once, however often the entry is repeated. */
  clauses?: Clauses;
  /** What those in it lie over. */
  targets?: ReadonlyMap<Entry, Entry | string>;
}

interface PlacedField extends CopybookField {
  /** Names of the groups around it, the nearest first. */
  readonly groups: readonly string[];
  readonly suffix: string;
}

const maxFields = 20_000;
const maxProblems = 20;
/** Of layouts beside the first. */
const maxAlternatives = 20;
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
  // The first record; another 01 is another kind of line.
  const [root, second] = roots;
  if (root === undefined) return { layouts: [], problems: [], notes: [] };
  const first = new Placing(undefined);
  if (second !== undefined)
    first.problems.push(`${second.name.slice(0, maxNameLength)} is a second kind of record: keep one`);
  const layout = first.layoutOf(root);
  if (layout === undefined) return { layouts: [], problems: first.problems, notes: [] };
  const layouts = [layout];
  const notes = [...first.notes];
  for (const entry of [...first.redefining].slice(0, maxAlternatives)) {
    const placing = new Placing(entry);
    const other = placing.layoutOf(root);
    if (other !== undefined) layouts.push(other);
    else notes.push(`${entry.name} is left out in any case: ${placing.problems.join('; ')}.`);
    for (const note of placing.notes) if (!notes.includes(note)) notes.push(note);
  }
  if (first.redefining.size > maxAlternatives)
    notes.push(`Of the fields that redefine others, those behind the first ${maxAlternatives} are left out.`);
  return { layouts, problems: [], notes };
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

interface Around {
  readonly suffix: string;
  /** Names, the nearest first. */
  readonly groups: readonly string[];
  readonly inherited: Inherited;
}

/** One layout: with `instead` in the place of what it redefines, and otherwise what came first. */
class Placing {
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  readonly redefining = new Set<Entry>();
  readonly #instead: Entry | undefined;
  readonly #fields: PlacedField[] = [];
  /** Levels of what is counted and not read. */
  #hidden = 0;

  constructor(instead: Entry | undefined) {
    this.#instead = instead;
  }

  layoutOf(root: Entry): CopybookLayout | undefined {
    const end = this.#place(root, 0, { suffix: '', groups: [], inherited: { usage: undefined, sign: undefined } });
    if (this.#fields.length > maxFields)
      this.problems.push(
        `it has more than ${inWords(maxFields)} fields, the most that are read: put one FILLER in the place of those that nobody needs`,
      );
    else if (end > maxLine && this.problems.length === 0)
      this.problems.push(`its line is longer than ${inWords(maxLine)} characters, the most that are read`);
    if (this.problems.length > 0) return undefined;
    const fields = namedApart(this.#fields, this.problems);
    return this.problems.length > 0 ? undefined : { instead: this.#instead?.name, fields, length: end };
  }

  /**
   * The place behind the entry. No entry is looked at again once something is wrong in it, so that each problem is told once and a
   * repetition has an end.
   */
  #place(entry: Entry, start: number, { suffix, groups, inherited }: Around): number {
    if (this.problems.length >= maxProblems || this.#fields.length > maxFields) return start;
    const { name, inner } = entry;
    const { refused, times, form, usage, sign } = (entry.clauses ??= checkedClauses(entry, inherited));
    const wrong = refused ?? (inner.length === 0 && typeof form === 'string' ? form : undefined);
    if (wrong !== undefined) {
      this.problems.push(`${name.slice(0, maxNameLength)} ${wrong}`);
      return start;
    }
    const around = { groups: [name, ...groups], inherited: { usage, sign } };
    const before = this.problems.length;
    let at = start;
    for (let turn = 1; turn <= (times ?? 1) && this.#fields.length <= maxFields; turn += 1) {
      if (this.problems.length !== before) break;
      const within = times === undefined ? suffix : `${suffix}-${turn}`;
      if (inner.length > 0) at = this.#group(entry, at, { ...around, suffix: within });
      else if (typeof form === 'object') {
        this.#field({ ...form, name, start: at + 1, groups, suffix: within });
        at += form.length;
      }
    }
    return at;
  }

  #field(field: PlacedField): void {
    if (this.#hidden > 0 || isFiller(field.name)) return;
    if (field.left === undefined) {
      this.#fields.push(field);
      return;
    }
    const bytes = `${field.start} to ${field.start + field.length - 1}`;
    const note = `${field.name}${field.suffix} ${field.left}: it is left out, bytes ${bytes}.`;
    if (this.notes.length < maxProblems) this.notes.push(note);
  }

  #group(group: Entry, start: number, around: Around): number {
    const { inner } = group;
    const targets = (group.targets ??= targetsIn(inner));
    const instead = inner.find((child) => child === this.#instead);
    const given = instead === undefined ? undefined : targets.get(instead);
    const starts = new Map<Entry, number>();
    let end = start;
    for (const child of inner) {
      const target = targets.get(child);
      if (typeof target === 'string') {
        this.problems.push(`${child.name} redefines ${target}, which does not stand before it in the same group`);
        return end;
      }
      const at = target === undefined ? end : (starts.get(target) ?? end);
      starts.set(child, at);
      if (target !== undefined) this.#redefined(child, target);
      const isLeft = target === undefined ? child === given : child !== instead;
      if (isLeft) this.#hidden += 1;
      end = Math.max(end, this.#place(child, at, around));
      if (isLeft) this.#hidden -= 1;
    }
    return end;
  }

  #redefined(entry: Entry, target: Entry): void {
    if (this.#hidden > 0 || this.#instead !== undefined || this.redefining.has(entry)) return;
    this.redefining.add(entry);
    if (this.redefining.size <= maxAlternatives)
      this.notes.push(
        `${entry.name} lies over ${target.name} (REDEFINES), and a line holds one of them: each has a layout of its own.`,
      );
  }
}

const isFiller = (name: string): boolean => /^FILLER$/i.test(name);

/** What each entry of a group lies over: what was first there, where several do. The name where there is no such thing. */
function targetsIn(entries: readonly Entry[]): Map<Entry, Entry | string> {
  const targets = new Map<Entry, Entry | string>();
  const before = new Map<string, Entry>();
  for (const entry of entries) {
    const name = /(?<![\w-])REDEFINES\s+([\w-]+)/i.exec(entry.written)?.[1];
    if (name !== undefined) {
      const target = before.get(name.toUpperCase());
      targets.set(entry, target === undefined ? name : (targets.get(target) ?? target));
    }
    before.set(entry.name.toUpperCase(), entry);
  }
  return targets;
}

function checkedClauses({ name, written }: Entry, inherited: Inherited): Clauses {
  const clauses = clausesOf(written, inherited);
  const { refused, times = 0, form } = clauses;
  const wrong =
    refused ?? (name.length > maxNameLength ? longName : undefined) ?? (times > maxFields ? tooOften : undefined);
  const isLong = typeof form === 'object' && form.length > maxLine;
  return { ...clauses, refused: wrong, form: isLong ? longField : form };
}

const longName = `… has a name of more than ${maxNameLength} characters: give it a shorter one`;
const tooOften = `is there more than ${inWords(maxFields)} times (OCCURS), and a line has no more fields: give it a smaller number`;
const longField = `is longer than ${inWords(maxLine)} characters, the most that a line may have`;

/** COBOL tells fields of one name apart by the groups that they stand in (`CITY OF SHIP-TO`): here these go in front. */
function namedApart(fields: readonly PlacedField[], problems: string[]): CopybookField[] {
  const named = fields.map((field) => ({ field, groups: 0, name: `${field.name}${field.suffix}` }));
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const same of alike(named)) {
      for (const one of same) {
        const group = one.field.groups[one.groups];
        if (group === undefined || one.name.length > maxQualified) continue;
        one.name = `${group}-${one.name}`;
        one.groups += 1;
        isMoving = true;
      }
    }
  }
  for (const [one] of alike(named).slice(0, maxProblems)) {
    if (one !== undefined) problems.push(`${one.field.name} stands twice in the same group: give one another name`);
  }
  return named.map(({ field: { start, length, isNumber, decimals, position }, name }) => ({
    name,
    start,
    length,
    isNumber,
    decimals,
    position,
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
