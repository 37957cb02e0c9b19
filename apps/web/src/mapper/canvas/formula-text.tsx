import { expressionColours } from '../../editor/expression/expression-tools.ts';
import { piecesOf } from '../../ui/code-editor/index.ts';

/** An expression as coloured text, one line. */
export function FormulaText({ text }: { readonly text: string }) {
  return (
    <code className="formula-text">
      {piecesOf(text, expressionColours(text), []).map((piece, index) => (
        <span key={index} className={piece.colour}>
          {piece.text}
        </span>
      ))}
    </code>
  );
}
