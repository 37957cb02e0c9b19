import { classNames } from './class-names.ts';
import { keyParts, keySymbols } from './key-names.ts';

export interface KbdProps {
  readonly keys: string;
  readonly tone?: 'quiet' | 'inherit';
  /** Read aloud too: where the keys are what is told, and do not stand beside a control that names them. */
  readonly read?: boolean;
}

/** A shortcut beside its words. `keys` is written `Mod+Shift+P`; Mod is Command on a Mac and Ctrl elsewhere. */
export function Kbd({ keys, tone = 'quiet', read = false }: KbdProps) {
  return (
    <kbd
      aria-hidden={!read}
      className={classNames(
        'ml-0.5 font-sans! text-11! font-medium!',
        tone === 'quiet' ? 'text-ink-3' : 'text-current',
      )}
    >
      {keySymbols(keyParts(keys))}
    </kbd>
  );
}
