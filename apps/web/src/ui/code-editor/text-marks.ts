// What a text looks like in pieces: colours from its tokens, underlines from its mistakes. Pure.

export type TokenColour = 'function' | 'path' | 'text' | 'number' | 'keyword' | 'symbol' | 'plain' | 'bad';

export interface ColourToken {
  readonly start: number;
  readonly end: number;
  readonly colour: TokenColour;
}

/** A range that is wrong, as UTF-16 offsets, end exclusive. */
export interface TextMark {
  readonly start: number;
  readonly end: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

export interface Piece {
  readonly text: string;
  readonly colour: TokenColour;
  readonly mark: TextMark['severity'] | null;
}

/** Cuts a text at the borders of tokens and marks. Joined, the pieces are the text. */
export function piecesOf(text: string, tokens: readonly ColourToken[], marks: readonly TextMark[]): Piece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...tokens, ...marks]) {
    cuts.add(Math.max(0, Math.min(start, text.length)));
    cuts.add(Math.max(0, Math.min(end, text.length)));
  }
  const borders = [...cuts].sort((left, right) => left - right);
  const pieces: Piece[] = [];
  for (const [index, start] of borders.entries()) {
    const end = borders[index + 1];
    if (end === undefined || end === start) continue;
    const token = tokens.find((candidate) => candidate.start <= start && candidate.end >= end);
    const mark = marks.find(
      (candidate) => candidate.start <= start && Math.max(candidate.end, candidate.start + 1) >= end,
    );
    pieces.push({ text: text.slice(start, end), colour: token?.colour ?? 'plain', mark: mark?.severity ?? null });
  }
  return pieces;
}
