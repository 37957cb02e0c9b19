import { useEffect, useRef } from 'react';
import { isOfText, matchesKeys } from './key-names.ts';

/** Whether the person is typing: single keys belong to the text then. Monaco's input is no text area (`.native-edit-context`). */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest('input, textarea, select, [contenteditable], .native-edit-context, .nokey') !== null);

/**
 * A shortcut of the whole page. Those without Mod or Alt keep silent while a person types or a dialog is open, and so do all
 * in a text that mean something to it. False: it is not taken here, and means what it means to others and to the browser.
 */
export function useShortcut(
  keys: string | readonly string[],
  act: (event: KeyboardEvent) => unknown,
  enabled = true,
): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const written = typeof keys === 'string' ? keys : keys.join('\n');
  useEffect(() => {
    if (!enabled) return;
    const all = written.split('\n').filter((one) => one !== '');
    const onKey = (event: KeyboardEvent) => {
      const found = event.defaultPrevented ? undefined : all.find((one) => matchesKeys(event, one));
      if (found === undefined) return;
      const plain = !/\b(Mod|Alt|Ctrl)\+/.test(found);
      if (isOfText(event) && isTyping(event.target)) return;
      if (plain && (isTyping(event.target) || document.querySelector('[role=dialog],[role=menu]') !== null)) return;
      if (latest.current(event) !== false) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [written, enabled]);
}
