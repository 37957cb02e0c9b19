// Where one line of a formula may be cut: in the beginnings of its paths, so that the fields at their ends stay, and after
// the last of these.
import { expressionColours } from '../../editor/expression/expression-tools.ts';
import { piecesOf } from '../../ui/code-editor/index.ts';

export interface FormulaPiece {
  readonly text: string;
  /** Undefined for what stands between: signs and blanks. */
  readonly colour: string | undefined;
}

/** `head`: the beginning of a path, cut first · `keep`: between two of them, never cut · `tail`: what follows the last, cut last. */
export interface FormulaStretch {
  readonly kind: 'head' | 'keep' | 'tail';
  readonly pieces: readonly FormulaPiece[];
}

/** No line on a screen shows more characters: what a rule has beyond them is not even laid out. */
const mostShown = 160;
/** Shorter beginnings save no room. */
const shortestHead = 6;
/** What is between them is never cut: with more of them, or more between them, no room would be left for the end. */
const mostHeads = 3;
const mostKept = 28;

/** The formula as stretches; joined, they are its text. */
export function formulaStretches(text: string): FormulaStretch[] {
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  const pieces = piecesOf(shown, expressionColours(shown), []).map(plainly);
  const stretches: FormulaStretch[] = [];
  let kept: FormulaPiece[] = [];
  let heads = 0;
  let between = 0;
  for (let at = 0; at < pieces.length;) {
    const end = pathEnd(pieces, at);
    const head = headOf(pieces, at, end);
    const isRoom = heads < mostHeads && between + lengthOf(kept) <= mostKept;
    if (isRoom && end > at && lengthOf(head) >= shortestHead) {
      between += lengthOf(kept);
      if (kept.length > 0) stretches.push({ kind: 'keep', pieces: merged(kept) });
      stretches.push({ kind: 'head', pieces: merged(head) });
      kept = pieces.slice(end - 2, end);
      heads += 1;
      at = end;
    } else {
      const next = Math.max(end, at + 1);
      kept.push(...pieces.slice(at, next));
      at = next;
    }
  }
  if (kept.length > 0) stretches.push({ kind: 'tail', pieces: merged(kept) });
  return stretches;
}

const plainly = ({ text, colour }: { text: string; colour: string | undefined }): FormulaPiece => ({
  text,
  colour: colour === 'plain' || colour === 'symbol' ? undefined : colour,
});

/** Neighbours of one colour as one: rows by the hundred scroll by, and each piece is an element. */
function merged(pieces: readonly FormulaPiece[]): FormulaPiece[] {
  const found: FormulaPiece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last !== undefined && last.colour === piece.colour)
      found[found.length - 1] = { ...last, text: last.text + piece.text };
    else found.push(piece);
  }
  return found;
}

const lengthOf = (pieces: readonly FormulaPiece[]): number =>
  pieces.reduce((length, { text }) => length + text.length, 0);

/** A path without its last name and the dot before it. */
const headOf = (pieces: readonly FormulaPiece[], at: number, end: number): FormulaPiece[] =>
  pieces.slice(at, Math.max(at, end - 2));

const isDot = (piece: FormulaPiece | undefined): boolean => piece?.colour === 'path' && piece.text === '.';

/** One past the last name of the path that begins at a piece: names with dots between; `at` where none does. */
function pathEnd(pieces: readonly FormulaPiece[], at: number): number {
  if (pieces[at]?.colour !== 'path' || isDot(pieces[at])) return at;
  let end = at + 1;
  while (isDot(pieces[end]) && pieces[end + 1]?.colour === 'path') end += 2;
  return end;
}
