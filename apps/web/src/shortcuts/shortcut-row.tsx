import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button, classNames, Kbd, keyParts, keySymbols, pressedKeys } from '../ui/index.ts';
import { isOwn, keysOf, setKeys, useOwnKeys } from './own-keys.ts';
import { shortcuts } from './registry.ts';
import type { ShortcutName } from './registry.ts';
import { takenFrom, takeKeys } from './take-keys.ts';
import type { Taking } from './take-keys.ts';

const written = (keys: string): string => keySymbols(keyParts(keys));

/** One shortcut with its keys, and the way to give it others. */
export function ShortcutRow({ name }: { readonly name: ShortcutName }) {
  useOwnKeys();
  const [changing, setChanging] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const { words } = shortcuts[name];
  const keys = keysOf(name);
  const done = (): void => {
    setChanging(false);
    // The button comes back with the row.
    requestAnimationFrame(() => change.current?.focus());
  };
  return (
    <li className="break-inside-avoid border-b border-line">
      <div className="flex min-h-7 items-center gap-3">
        <span className="flex-1">{words}</span>
        <span className={classNames('flex gap-2 whitespace-nowrap', isOwn(name) && 'text-chg')}>
          {keys.length === 0 ? <span className="text-12">off</span> : null}
          {keys.map((one) => (
            <Kbd key={one} keys={one} tone={isOwn(name) ? 'inherit' : 'quiet'} read />
          ))}
        </span>
        <Button
          ref={change}
          look="ghost"
          icon={Pencil}
          size="small"
          className="w-6 px-0"
          aria-label={`Change the keys of “${words}”`}
          aria-expanded={changing}
          onClick={() => setChanging(!changing)}
        />
      </div>
      {changing ? <KeysChange name={name} onDone={done} /> : null}
    </li>
  );
}

interface KeysChangeProps {
  readonly name: ShortcutName;
  readonly onDone: () => void;
}

/** Takes the next keys that are pressed; what stands in the way is told, and decided here. */
function KeysChange({ name, onDone }: KeysChangeProps) {
  const [asked, setAsked] = useState<{ readonly keys: string; readonly taking: Taking }>();
  const take = (changes: Parameters<typeof setKeys>[0]): void => {
    setKeys(changes);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = pressedKeys(event.nativeEvent);
    if (keys === undefined || keys === 'Tab' || keys === 'Shift+Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (keys === 'Escape') return onDone();
    if (keysOf(name).includes(keys)) return onDone();
    const taking = takeKeys(name, keys, keysOf);
    if (taking.kind === 'free') take({ [name]: [keys] });
    else setAsked({ keys, taking });
  };
  /** Another shortcut may have them by now. */
  const putBack = (): void => {
    const clash = shortcuts[name].keys.map((keys) => ({ keys, taking: takeKeys(name, keys, keysOf) }));
    const taken = clash.find(({ taking }) => taking.kind === 'taken');
    if (taken === undefined) take({ [name]: undefined });
    else setAsked(taken);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 pb-2">
      <button
        type="button"
        // The dialog leaves Escape to it.
        data-takes-keys
        ref={(element) => element?.focus()}
        aria-label={`Press the new keys of “${shortcuts[name].words}”`}
        onKeyDown={onKeyDown}
        className="h-7 min-w-40 rounded-1 border border-accent px-2 text-left text-12 text-ink-2"
      >
        {asked === undefined ? 'Press the new keys' : written(asked.keys)}
      </button>
      {isOwn(name) ? (
        <Button size="small" onClick={putBack}>
          Put back <Kbd keys={shortcuts[name].keys[0] ?? ''} read />
        </Button>
      ) : null}
      {keysOf(name).length === 0 ? null : (
        <Button size="small" onClick={() => take({ [name]: [] })}>
          Turn off
        </Button>
      )}
      <Button size="small" look="ghost" onClick={onDone}>
        Cancel
      </Button>
      <p role="alert" className="w-full text-12 text-wait empty:hidden">
        {asked === undefined ? null : <Clash name={name} {...asked} onTake={take} />}
      </p>
    </div>
  );
}

interface ClashProps {
  readonly name: ShortcutName;
  readonly keys: string;
  readonly taking: Taking;
  readonly onTake: (changes: Parameters<typeof setKeys>[0]) => void;
}

function Clash({ name, keys, taking, onTake }: ClashProps) {
  if (taking.kind === 'free') return null;
  if (taking.kind === 'refused') return `${taking.why} Press others.`;
  const { by } = taking;
  return (
    <>
      {written(keys)} is “{by.map((other) => shortcuts[other].words).join('” and “')}” already.{' '}
      <Button size="small" onClick={() => onTake(takenFrom(name, keys, { by, keysOf }))}>
        Use it here instead
      </Button>
    </>
  );
}
