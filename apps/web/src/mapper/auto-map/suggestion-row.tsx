import { parseSourceKey } from '@patchbay/mapping';
import { FormulaText } from '../canvas/formula-text.tsx';
import { fieldName } from '../rules/use-rule-edit.ts';
import { scoreWords } from './suggestion.ts';
import type { Suggestion } from './suggestion.ts';

interface SuggestionRowProps {
  readonly suggestion: Suggestion;
  readonly isChosen: boolean;
  readonly onTurn: () => void;
  readonly onShow: () => void;
}

/** One suggestion with its reasons; the less likely sources behind it. */
export function SuggestionRow({ suggestion, isChosen, onTurn, onShow }: SuggestionRowProps) {
  const { target, text, score, reasons, required, others, kind, as } = suggestion;
  return (
    <div className="suggestion">
      <label>
        <input type="checkbox" checked={isChosen} onChange={onTurn} aria-label={`${fieldName(target)} from ${text}`} />
      </label>
      <button type="button" className="what" title="Show this row" onClick={onShow}>
        <span className="target">
          {fieldName(target)}
          {required ? <span className="required">*</span> : null}
        </span>
        <span className="percent">{scoreWords(score)}</span>
        <span className="text">
          {kind === 'loop' ? 'for each ' : null}
          <FormulaText text={text} />
          {kind === 'loop' ? ` as ${as ?? 'item'}` : null}
        </span>
        {reasons.length === 0 ? null : <span className="reasons">{reasons.join(' · ')}</span>}
        {others.length === 0 ? null : (
          <span className="reasons">
            or {others.map(({ source, score: share }) => `${sourceName(source)} (${scoreWords(share)})`).join(', ')}
          </span>
        )}
      </button>
    </div>
  );
}

function sourceName(key: string): string {
  const { root, steps } = parseSourceKey(key);
  return (
    steps
      .filter((step) => step !== '[]')
      .slice(-2)
      .join('.') || root
  );
}
