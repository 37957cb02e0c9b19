import { expressionColours } from '../../editor/expression/expression-tools.ts';
import { classNames } from '../../ui/index.ts';
import { piecesOf } from '../../ui/code-editor/index.ts';

/** A formula in which one part is lit. */
export function TracedFormula({
  text,
  lit,
}: {
  readonly text: string;
  readonly lit: { start: number; end: number } | null;
}) {
  let at = 0;
  return (
    <code className="formula-text traced-formula">
      {piecesOf(text, expressionColours(text), []).flatMap((piece) => {
        const from = at;
        at += piece.text.length;
        const cuts = lit === null ? [] : [lit.start, lit.end].filter((cut) => cut > from && cut < at);
        return [from, ...cuts].map((start, index) => {
          const end = cuts[index] ?? at;
          const isLit = lit !== null && start >= lit.start && end <= lit.end;
          return (
            <span key={start} className={classNames(piece.colour, isLit && 'lit')}>
              {text.slice(start, end)}
            </span>
          );
        });
      })}
    </code>
  );
}
