import { expressionColours } from '../../editor/expression/expression-tools.ts';
import { piecesOf } from '../../ui/code-editor/index.ts';

/** No line on a screen shows more characters: what a rule has beyond them is not even laid out. */
const mostShown = 240;

/** A path of names alone, in two: what may be cut, and the field itself. */
const plainPath = /^([\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*)(\.[\p{L}_$][\p{L}\p{N}_$]*)$/u;

/** An expression as coloured text, one line. A path that has not enough room is cut before its last name, not in it. */
export function FormulaText({ text }: { readonly text: string }) {
  const [, head, leaf] = plainPath.exec(text) ?? [];
  if (head !== undefined) {
    return (
      <code className="formula-text whole-path">
        <span className="path">{head}</span>
        <span className="path">{leaf}</span>
      </code>
    );
  }
  const shown = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
  return (
    <code className="formula-text">
      {piecesOf(shown, expressionColours(shown), []).map((piece, index) =>
        piece.colour === undefined ? (
          piece.text
        ) : (
          <span key={index} className={piece.colour}>
            {piece.text}
          </span>
        ),
      )}
    </code>
  );
}
