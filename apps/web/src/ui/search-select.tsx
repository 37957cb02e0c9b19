import { Check, ChevronDown } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import { classNames } from './class-names.ts';
import { Popover } from './popover.tsx';
import type { SelectOption } from './select.tsx';
import { TextInput } from './text-field.tsx';

export interface OptionPage {
  readonly options: readonly (SelectOption & { readonly label: string })[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

export interface SearchPopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly value: string | undefined;
  readonly 'aria-label': string;
  /** Choices that stand above all others while nothing is typed. */
  readonly always?: readonly (SelectOption & { readonly label: string })[];
  /** What has the typed text in its name, page by page; all of it for an empty text. */
  readonly load: (search: string, cursor: string | null) => Promise<OptionPage>;
  readonly onChange: (value: string, label: string) => void;
  /** Said where there is nothing at all to choose from: what would put it there. */
  readonly nothing?: string;
}

export interface SearchSelectProps extends Omit<SearchPopoverProps, 'trigger'> {
  /** What the button says where something is chosen. */
  readonly shown: string | undefined;
  readonly placeholder: string;
  readonly disabled?: boolean;
  readonly id?: string | undefined;
}

/** A choice among more than a list can show: typed text is searched for by `load`, and the rest comes page by page. */
export function SearchSelect({ shown, placeholder, disabled = false, id, ...rest }: SearchSelectProps) {
  return (
    <SearchPopover
      {...rest}
      trigger={
        <button
          type="button"
          id={id}
          disabled={disabled}
          aria-label={shown === undefined ? rest['aria-label'] : `${rest['aria-label']}: ${shown}`}
          aria-haspopup="listbox"
          className={classNames(
            'flex h-7 w-full min-w-0 items-center gap-1.5 rounded-1 border border-ctl-line bg-panel px-2 text-left outline-none focus:border-accent focus:ring-1 focus:ring-accent disabled:border-line disabled:bg-sunken disabled:text-ink-3',
            shown === undefined && 'text-ink-3',
          )}
        >
          <span className="min-w-0 flex-1 truncate">{shown ?? placeholder}</span>
          <ChevronDown size={14} aria-hidden className="text-ink-3" />
        </button>
      }
    />
  );
}

/** The same behind any button. */
export function SearchPopover({ trigger, ...rest }: SearchPopoverProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={rest['aria-label']}
      className="w-(--radix-popover-trigger-width) min-w-64"
      trigger={trigger}
    >
      <Choices {...rest} onClose={() => setOpen(false)} />
    </Popover>
  );
}

type ChoicesProps = Omit<SearchPopoverProps, 'trigger'> & {
  readonly onClose: () => void;
};

function Choices({ value, always = [], load, onChange, nothing, onClose, ...rest }: ChoicesProps) {
  const list = useId();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const { found, state, more } = usePagesOf(load, search);
  const options = search === '' ? [...always, ...found] : found;
  const chosen = options[Math.min(at, options.length - 1)];
  const choose = (option: (typeof options)[number] | undefined): void => {
    if (option === undefined) return;
    onChange(option.value, option.label);
    onClose();
  };
  const move = (to: number): void => {
    if (to >= options.length - 1) more();
    setAt(Math.max(0, Math.min(to, options.length - 1)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    // It ends a word that is being composed, and chooses nothing.
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (step === undefined) choose(chosen);
    else move(at + step);
  };
  return (
    <div className="grid gap-1">
      <TextInput
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={chosen === undefined ? undefined : `${list}${options.indexOf(chosen)}`}
        aria-label={`Find: ${rest['aria-label']}`}
        placeholder="Type to find"
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul
        id={list}
        role="listbox"
        aria-label={rest['aria-label']}
        aria-busy={state === 'loading'}
        className="max-h-72 overflow-auto"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          if (scrollTop + clientHeight > scrollHeight - 48) more();
        }}
      >
        {options.map((option, place) => (
          <li
            key={option.value}
            id={`${list}${place}`}
            ref={option === chosen ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
            role="option"
            aria-selected={option === chosen}
            className="flex min-h-6 cursor-default items-center gap-2 rounded-1 py-0.5 pr-2 pl-1 hover:bg-hover aria-selected:bg-accent-soft"
            onClick={() => choose(option)}
          >
            <span className="w-4 flex-none">{option.value === value ? <Check size={14} aria-hidden /> : null}</span>
            <span className="line-clamp-3 min-w-0 wrap-anywhere" title={option.label}>
              {option.label}
            </span>
            {option.aside === undefined ? null : (
              <span className="ml-auto flex-none pl-4 text-12 text-ink-3">{option.aside}</span>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className="px-1.5 pb-0.5 text-12 text-ink-3 empty:hidden">
        {state === 'loading' && options.length === 0
          ? 'Looking…'
          : state === 'failed'
            ? 'The list could not be loaded. Type again to try again.'
            : found.length === 0 && state === 'done'
              ? search === ''
                ? (nothing ?? 'There is nothing to choose from yet.')
                : `Nothing has “${search}” in its name.`
              : null}
      </p>
    </div>
  );
}

type Loading = 'loading' | 'more' | 'done' | 'failed';

/** What was found for the text so far; answers to what is not asked any more are left. */
function usePagesOf(load: SearchSelectProps['load'], search: string) {
  const [found, setFound] = useState<OptionPage['options']>([]);
  const [state, setState] = useState<Loading>('loading');
  const next = useRef<string | null>(null);
  const question = useRef(0);
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const ask = useRef((text: string, cursor: string | null): void => {
    const asked = (question.current += 1);
    next.current = null;
    setState('loading');
    // Hits of another text are none of this one's: Enter must not choose among them.
    if (cursor === null) setFound([]);
    latest.current(text, cursor).then(
      (page) => {
        if (asked !== question.current) return;
        next.current = page.next;
        // A page may hold nothing that can be chosen, and what can be chosen come later.
        if (page.options.length === 0 && page.next !== null) {
          ask.current(text, page.next);
          return;
        }
        setFound((before) => (cursor === null ? page.options : [...before, ...page.options]));
        setState(page.next === null ? 'done' : 'more');
      },
      () => {
        if (asked === question.current) setState('failed');
      },
    );
  });
  useEffect(() => {
    const { current } = ask;
    current(search, null);
    return () => {
      question.current += 1;
    };
  }, [search]);
  return {
    found,
    state,
    more: () => {
      if (next.current !== null) ask.current(search, next.current);
    },
  };
}
