import { functionCatalogue } from '@patchbay/mapping';
import type { FunctionDescription } from '@patchbay/mapping';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { classNames, SearchField } from '../../../ui/index.ts';
import { functionGroups, rememberFunction } from './function-groups.ts';

interface FunctionListProps {
  readonly onInsert: (description: FunctionDescription) => void;
  /** A function was dragged somewhere where it landed. */
  readonly onLanded?: (() => void) | undefined;
}

/** What a dragged function is known by to trees, lines and editors. */
export const functionDragType = 'text/x-patchbay-function';

/** All functions by category, the last used first; a click inserts, a drag goes onto a row or a line. */
export function FunctionList({ onInsert, onLanded }: FunctionListProps) {
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState<string | null>(null);
  const groups = useMemo(() => functionGroups(query), [query]);
  const described = functionCatalogue.find(({ name }) => name === shown) ?? groups[0]?.functions[0];
  const take = (description: FunctionDescription): void => {
    rememberFunction(description.name);
    onInsert(description);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    const [first] = groups[0]?.functions ?? [];
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement && first !== undefined) {
      event.preventDefault();
      take(first);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      walk(event.currentTarget, event.key === 'ArrowDown' ? 1 : -1);
    }
  };
  return (
    <div className="grid h-90 w-140 grid-cols-[240px_1fr] grid-rows-[auto_1fr]" onKeyDown={onKey}>
      <div className="col-span-2 border-b border-line p-2">
        <SearchField label="Find a function" value={query} onChange={setQuery} />
      </div>
      <div className="min-h-0 overflow-auto border-r border-line py-1" role="group" aria-label="Functions">
        {groups.map(({ title, functions }) => (
          <section key={title} aria-label={title}>
            <h3 className="px-3 pt-2 pb-1 text-11 font-semibold text-ink-3">{title}</h3>
            {functions.map((description) => (
              <button
                key={description.name}
                type="button"
                draggable
                onDragStart={(event) => {
                  event.dataTransfer.setData(functionDragType, description.name);
                  event.dataTransfer.effectAllowed = 'copy';
                  stepAside(event.currentTarget);
                }}
                onDragEnd={(event) => {
                  if (event.dataTransfer.dropEffect !== 'none') onLanded?.();
                }}
                onPointerEnter={() => setShown(description.name)}
                onFocus={() => setShown(description.name)}
                onClick={() => take(description)}
                className={classNames(
                  'flex h-6 w-full items-center gap-2 px-3 text-left outline-offset-[-2px] hover:bg-hover',
                  description.name === described?.name && 'bg-hover',
                )}
              >
                <span className="code text-chg">{description.name}</span>
                <span className="ml-auto truncate text-12 text-ink-3">{description.resultInWords}</span>
              </button>
            ))}
          </section>
        ))}
        {groups.length === 0 ? (
          <p className="px-3 py-2 text-12 text-ink-3">No function is called that, or does that.</p>
        ) : null}
      </div>
      <div className="min-h-0 overflow-auto p-3">
        {described === undefined ? null : <FunctionWords description={described} />}
      </div>
    </div>
  );
}

/** From the search down the list, and back up into it. */
function walk(palette: HTMLElement, by: 1 | -1): void {
  const stops = [...palette.querySelectorAll<HTMLElement>('input, [draggable=true]')];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus();
}

/** What the palette lies over takes the drop: until the drag ends the palette is not there. */
function stepAside(dragged: HTMLElement): void {
  const palette = dragged.closest<HTMLElement>('[data-radix-popper-content-wrapper], .floating-panel');
  if (palette === null) return;
  // Only after the browser has taken the picture that is dragged.
  setTimeout(() => palette.setAttribute('data-aside', ''), 0);
  dragged.addEventListener('dragend', () => palette.removeAttribute('data-aside'), { once: true });
}

function FunctionWords({ description }: { readonly description: FunctionDescription }) {
  const { signature, summary, notes, parameters, resultInWords, examples, varies } = description;
  return (
    <div className="grid gap-2 text-12">
      <code className="text-ink wrap-anywhere">{signature}</code>
      <p className="text-ink">{summary}</p>
      {notes === undefined ? null : <p className="text-ink-2">{notes}</p>}
      {parameters.length === 0 ? null : (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
          {parameters.map((parameter) => (
            <div key={parameter.name} className="contents">
              <dt className="code text-ink-2">{parameter.name}</dt>
              <dd className="text-ink-3">
                {parameter.typeInWords}
                {parameter.optional === true ? ', may be left out' : ''}
                {parameter.repeats === true ? ', any number of times' : ''}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-ink-3">
        Gives {resultInWords}.{varies ? ' Not the same in every run; held still here and in tests.' : ''}
      </p>
      <ul className="grid gap-1">
        {examples.slice(0, 3).map(({ expr, result }) => (
          <li key={expr} className="rounded-1 bg-sunken px-2 py-1">
            <code className="block wrap-anywhere">{expr}</code>
            <code className="block text-ink-3 wrap-anywhere">= {JSON.stringify(result)}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
