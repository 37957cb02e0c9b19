import { useMemo } from 'react';
import { classNames } from '../../ui/index.ts';
import { formulaStretches } from './formula-pieces.ts';
import type { FormulaStretch } from './formula-pieces.ts';

interface FormulaTextProps {
  readonly text: string;
  /** Without colours: a proposal, not a rule. */
  readonly quiet?: boolean;
}

/** An expression as coloured text, one line. Where there is not enough room, paths are cut before their last names. */
export function FormulaText({ text, quiet = false }: FormulaTextProps) {
  const stretches = useMemo(() => formulaStretches(text), [text]);
  return (
    <code className={classNames('formula-text', quiet && 'quiet')}>
      {stretches.map(({ kind, pieces }, at) => (
        <Stretch key={at} kind={kind} pieces={pieces} />
      ))}
    </code>
  );
}

function Stretch({ kind, pieces }: FormulaStretch) {
  const [first, second] = pieces;
  if (first !== undefined && second === undefined)
    return <span className={classNames(kind, first.colour)}>{first.text}</span>;
  return (
    <span className={kind}>
      {pieces.map(({ text, colour }, at) =>
        colour === undefined ? (
          text
        ) : (
          <span key={at} className={colour}>
            {text}
          </span>
        ),
      )}
    </span>
  );
}
