import { classNames } from './class-names.ts';
import { keyParts, keySymbols } from './key-names.ts';

/** A shortcut beside its words. `keys` is written `Mod+Shift+P`; Mod is Command on a Mac and Ctrl elsewhere. */
export function Kbd({ keys, tone = 'quiet' }: { readonly keys: string; readonly tone?: 'quiet' | 'inherit' }) {
  return (
    <kbd
      aria-hidden
      className={classNames(
        'ml-0.5 font-sans! text-11! font-medium!',
        tone === 'quiet' ? 'text-ink-3' : 'text-current',
      )}
    >
      {keySymbols(keyParts(keys))}
    </kbd>
  );
}
