import type { RE2JS } from 're2js';
import type { Frame } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { PatternSearch } from './linear-pattern.ts';
import { replacementParts } from './replacement.ts';
import type { ReplacementPart } from './replacement.ts';

/** Pieces that are joined at once: each is an object of its own until then. */
const maxPieces = 4_096;

/** The text with every match of a pattern exchanged for what is written. */
export function replaced(
  text: string,
  program: RE2JS,
  written: string,
  { frame, site }: { readonly frame: Frame; readonly site: Site },
): string {
  const parts = replacementParts(written, { count: program.groupCount(), named: program.namedGroups() });
  const search = new PatternSearch(program, text, frame, site);
  let made = '';
  let length = 0;
  let pieces: string[] = [];
  const add = (piece: string): void => {
    length += piece.length;
    frame.checkLength(length, site);
    pieces.push(piece);
    if (pieces.length < maxPieces) return;
    made += pieces.join('');
    pieces = [];
  };
  let from = 0;
  while (search.find()) {
    const { start, end } = search;
    frame.charge(parts.length, site);
    if (start > from) add(text.slice(from, start));
    for (const part of parts) add(pieceOf(part, text, search));
    from = end;
  }
  add(text.slice(from));
  frame.chargeText(length, site);
  return made + pieces.join('');
}

function pieceOf(part: ReplacementPart, text: string, search: PatternSearch): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'group':
      return search.group(part.group) ?? '';
    case 'before':
      return text.slice(0, search.start);
    case 'behind':
      return text.slice(search.end);
  }
}
