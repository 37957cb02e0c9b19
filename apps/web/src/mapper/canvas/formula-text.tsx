import { useMemo } from 'react';
import { classNames } from '../../ui/index.ts';
import { formulaStretches } from './formula-pieces.ts';

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
        <span key={at} className={kind}>
          {pieces.map((piece, index) => (
            <span key={index} className={piece.colour}>
              {piece.text}
            </span>
          ))}
        </span>
      ))}
    </code>
  );
}
