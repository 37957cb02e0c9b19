// What is said about a workbook in its small parts: sheets, shared texts, number formats.
import { CodecError } from '../codec-error.ts';
import type { Limits } from '../codec/limits.ts';
import { ChunkDecoder } from '../text/text-decoder.ts';
import { XmlTokenizer } from '../xml/xml-tokenizer.ts';
import type { XmlHandler } from '../xml/xml-tokenizer.ts';
import { dateKindOf } from './cell-dates.ts';
import type { DateKind } from './cell-dates.ts';
import { cellText } from './cell-text.ts';
import type { ZipArchive } from './zip-archive.ts';

export interface SheetInfo {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly archive: ZipArchive;
  readonly sheets: readonly SheetInfo[];
  readonly is1904: boolean;
  readonly texts: readonly string[];
  /** By the number of the cell style. */
  readonly dateKinds: readonly (DateKind | undefined)[];
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The value of an attribute, by its local name. */
export function attributeOf(attributes: readonly string[], name: string): string | undefined {
  for (let at = 0; at < attributes.length; at += 2) {
    if (localName(attributes[at] ?? '') === name) return attributes[at + 1];
  }
  return undefined;
}

/** Reads one part of the archive to its end. */
export function readPart(
  archive: ZipArchive,
  name: string,
  { handler, limits }: { handler: XmlHandler; limits: Limits },
): void {
  for (const _ of tokensOf(archive, name, { handler, limits })) continue;
}

/** Step by step, so that rows can be taken while a sheet is read. */
export function* tokensOf(
  archive: ZipArchive,
  name: string,
  { handler, limits }: { handler: XmlHandler; limits: Limits },
): Iterable<undefined> {
  const tokens = new XmlTokenizer(handler, limits);
  const decoder = new ChunkDecoder({ fallback: 'none' });
  for (const chunk of archive.read(name)) {
    tokens.push(decoder.push(chunk));
    yield;
  }
  tokens.push(decoder.end());
  tokens.end();
  yield;
}

type Opened = (name: string, attributes: readonly string[]) => void;

/** For parts of which only the tags matter. */
function tags(opened: Opened): XmlHandler {
  return {
    open: (name, attributes) => opened(localName(name), attributes),
    leaf: (name) => opened(localName(name), []),
    close: () => undefined,
    text: () => undefined,
  };
}

export function openWorkbook(archive: ZipArchive, limits: Limits): Workbook {
  const main = mainPart(archive, limits);
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = relationsOf(archive, main, limits);
  const sheets: SheetInfo[] = [];
  let is1904 = false;
  const handler = tags((name, attributes) => {
    if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const id = attributes[attributes.findIndex((key, at) => at % 2 === 0 && key.endsWith(':id')) + 1] ?? '';
    const target = relations.get(id)?.target;
    const state = attributeOf(attributes, 'state');
    if (target === undefined) return;
    const part = target.startsWith('/') ? target.slice(1) : folder + target;
    sheets.push({
      name: attributeOf(attributes, 'name') ?? '',
      part,
      isHidden: state !== undefined && state !== 'visible',
    });
  });
  readPart(archive, main, { handler, limits });
  const partOf = (kind: string): string => {
    const found = [...relations.values()].find(({ type }) => type.endsWith(`/${kind}`))?.target ?? '';
    return found.startsWith('/') ? found.slice(1) : folder + found;
  };
  return {
    archive,
    sheets,
    is1904,
    texts: sharedTexts(archive, partOf('sharedStrings'), limits),
    dateKinds: dateKinds(archive, partOf('styles'), limits),
  };
}

function mainPart(archive: ZipArchive, limits: Limits): string {
  const relations = relationsOf(archive, '', limits);
  const target =
    [...relations.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? '/xl/workbook.xml';
  const part = target.replace(/^\//, '');
  if (archive.has(part) && /\.xml$/i.test(part)) return part;
  const kind = archive.has('mimetype')
    ? 'an OpenDocument file'
    : archive.has('word/document.xml')
      ? 'a Word document'
      : 'a ZIP archive without a workbook';
  throw new CodecError(`The file is ${archive.has(part) ? 'a binary workbook (.xlsb)' : kind}. Save it as .xlsx.`, {
    offset: 0,
    line: 1,
    column: 1,
  });
}

function relationsOf(archive: ZipArchive, part: string, limits: Limits): Map<string, { type: string; target: string }> {
  const cut = part.lastIndexOf('/') + 1;
  const file = part === '' ? '_rels/.rels' : `${part.slice(0, cut)}_rels/${part.slice(cut)}.rels`;
  const relations = new Map<string, { type: string; target: string }>();
  if (!archive.has(file)) return relations;
  const handler = tags((name, attributes) => {
    if (name !== 'Relationship') return;
    const target = attributeOf(attributes, 'Target') ?? '';
    relations.set(attributeOf(attributes, 'Id') ?? '', { type: attributeOf(attributes, 'Type') ?? '', target });
  });
  readPart(archive, file, { handler, limits });
  return relations;
}

/** Runs of formatted text joined; what only helps to pronounce a text (`rPh`) is left out. */
function sharedTexts(archive: ZipArchive, part: string, limits: Limits): string[] {
  const texts: string[] = [];
  if (!archive.has(part)) return texts;
  let text = '';
  let skipped = 0;
  let isText = false;
  const handler: XmlHandler = {
    open(name) {
      const local = localName(name);
      if (local === 'si') text = '';
      if (local === 'rPh' || skipped > 0) skipped += 1;
      isText = local === 't';
      stack.push(local);
    },
    close() {
      const local = stack.pop();
      isText = false;
      if (skipped > 0) skipped -= 1;
      if (local === 'si') texts.push(cellText(text));
    },
    leaf(name, content) {
      const local = localName(name);
      if (local === 't' && skipped === 0) text += content;
      if (local === 'si') texts.push('');
    },
    text(content) {
      if (isText && skipped === 0) text += content;
    },
  };
  const stack: string[] = [];
  readPart(archive, part, { handler, limits });
  return texts;
}

function dateKinds(archive: ZipArchive, part: string, limits: Limits): (DateKind | undefined)[] {
  const kinds: (DateKind | undefined)[] = [];
  if (!archive.has(part)) return kinds;
  const formats = new Map<number, string>();
  let isCellFormat = false;
  const handler = tags((name, attributes) => {
    if (name === 'numFmt')
      formats.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
    if (name === 'cellXfs') isCellFormat = true;
    if (name === 'cellStyles' || name === 'dxfs') isCellFormat = false;
    if (name !== 'xf' || !isCellFormat) return;
    const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
    kinds.push(dateKindOf(id, formats.get(id)));
  });
  readPart(archive, part, { handler, limits });
  return kinds;
}
