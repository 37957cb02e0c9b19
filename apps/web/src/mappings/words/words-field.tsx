import { X } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Chip, classNames, Field } from '../../ui/index.ts';

interface WordsFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly words: readonly string[];
  readonly onChange: (words: readonly string[]) => void;
  readonly autoFocus?: boolean;
  readonly placeholder?: string;
}

const longest = 60;

/** Words as chips: Enter or a comma adds what is typed, Backspace in the empty field takes the last away. */
export function WordsField({ label, hint, error, words, onChange, autoFocus, placeholder }: WordsFieldProps) {
  const [typed, setTyped] = useState('');
  const add = (text: string): void => {
    setTyped('');
    const known = new Set(words.map((word) => word.toLowerCase()));
    const fresh = text
      .split(/[,;\n\t]/)
      .map((word) =>
        word
          .replace(/\p{Cc}+/gu, ' ')
          .trim()
          .slice(0, longest),
      )
      .filter((word) => word !== '' && !known.has(word.toLowerCase()));
    if (fresh.length > 0) onChange([...words, ...new Set(fresh)]);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div
          className={classNames(
            'flex min-h-7 flex-wrap items-center gap-1 rounded-1 border border-ctl-line bg-panel px-1 py-0.5 focus-within:border-accent focus-within:ring-1 focus-within:ring-accent',
            ids.invalid && 'border-bad',
          )}
        >
          {words.map((word) => (
            <Chip key={word} className="max-w-full gap-0.5 pr-0">
              <span className="truncate">{word}</span>
              <button
                type="button"
                aria-label={`Remove ${word}`}
                className="relative grid size-5 flex-none place-items-center rounded-1 text-ink-3 after:absolute after:-inset-0.5 hover:text-ink"
                onClick={() => onChange(words.filter((other) => other !== word))}
              >
                <X size={12} aria-hidden />
              </button>
            </Chip>
          ))}
          <input
            id={ids.id}
            aria-describedby={ids.describedBy}
            aria-invalid={ids.invalid || undefined}
            autoComplete="off"
            spellCheck={false}
            autoFocus={autoFocus}
            placeholder={words.length === 0 ? placeholder : undefined}
            className="h-6 min-w-20 flex-1 bg-transparent px-1 outline-none"
            value={typed}
            onChange={(event) => {
              const { value } = event.target;
              if (/[,;\n\t]/.test(value)) add(value);
              else setTyped(value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed.trim() !== '') {
                event.preventDefault();
                add(typed);
              }
              if (event.key === 'Backspace' && typed === '') onChange(words.slice(0, -1));
            }}
            onBlur={() => add(typed)}
          />
        </div>
      )}
    </Field>
  );
}
