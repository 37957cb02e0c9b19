import type { DropChoice } from '@patchbay/mapping/edit';
import { Ban } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../../ui/index.ts';
import { FormulaText } from '../canvas/formula-text.tsx';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { PendingDrop } from '../mapper.store.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { chosen, ruleOfKey } from './drops.ts';

/** Asks what a drop is meant to do, where it was let go. Enter takes the first; arrows, digits or a click another. */
export function DropChooser() {
  const pending = useMapperState((state) => state.pending);
  const refusal = useMapperState((state) => state.refusal);
  if (pending !== null)
    return createPortal(<Chooser key={`${pending.source} ${pending.target}`} pending={pending} />, document.body);
  return refusal === null ? null : createPortal(<RefusalNote {...refusal} />, document.body);
}

function Chooser({ pending }: { readonly pending: PendingDrop }) {
  const mapper = useMapper();
  const { sourceNodes, sourceAt } = useMapperData();
  const { choices, preferred } = pending.choices;
  const order = [preferred, ...choices.map((_, index) => index).filter((index) => index !== preferred)];
  const [at, setAt] = useState(0);
  const [confirming, setConfirming] = useState<DropChoice | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const place = usePlace(list, pending.at);
  useEffect(() => list.current?.focus(), []);
  const close = (): void => {
    mapper.store.getState().show({ pending: null, reveal: { side: 'target', key: pending.target, focus: true } });
  };
  useOutside(list, close);
  const takeAt = (index: number): void => {
    const choice = choices[order[index] ?? -1];
    if (choice === undefined) return;
    if (choice.needsConfirm !== undefined && confirming !== choice) setConfirming(choice);
    else chosen(mapper, pending, choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    if (event.key === 'ArrowDown' || event.key === 'Tab') setAt((at + 1) % order.length);
    else if (event.key === 'ArrowUp') setAt((at - 1 + order.length) % order.length);
    else if (event.key === 'Enter' || event.key === ' ') takeAt(at);
    else if (event.key === 'Escape') close();
    else if (digit >= 0 && digit < order.length) takeAt(digit);
    else return;
    event.preventDefault();
  };
  const source = sourceNodes[sourceAt.get(pending.source) ?? -1];
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={-1}
      aria-label={`What dropping ${source?.name ?? 'the field'} onto ${fieldName(ruleOfKey(pending.target).path)} does`}
      aria-activedescendant={`drop-choice-${at}`}
      className="drop-chooser nokey"
      style={place}
      onKeyDown={onKeyDown}
    >
      {confirming === null ? (
        order.map((index, position) => {
          const choice = choices[index];
          return choice === undefined ? null : (
            <div
              key={choice.id}
              id={`drop-choice-${position}`}
              role="option"
              aria-selected={position === at}
              className="choice"
              onPointerEnter={() => setAt(position)}
              onClick={() => takeAt(position)}
            >
              <span className="title">{choice.title}</span>
              <kbd aria-hidden>{position === 0 ? 'Enter' : position < 9 ? position + 1 : ''}</kbd>
              <span className="detail">{choice.detail}</span>
              <span className="preview">
                <FormulaText text={choice.preview} />
              </span>
            </div>
          );
        })
      ) : (
        <Confirm
          choice={confirming}
          onYes={() => chosen(mapper, pending, confirming)}
          onNo={() => setConfirming(null)}
        />
      )}
    </div>
  );
}

function Confirm({
  choice,
  onYes,
  onNo,
}: {
  readonly choice: DropChoice;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  return (
    <div className="confirm" role="alertdialog" aria-label={choice.title}>
      <p>{choice.needsConfirm}</p>
      <div>
        <Button size="small" look="primary" autoFocus onClick={onYes} onKeyDown={(event) => event.stopPropagation()}>
          Yes
        </Button>
        <Button size="small" onClick={onNo} onKeyDown={(event) => event.stopPropagation()}>
          No
        </Button>
      </div>
    </div>
  );
}

function RefusalNote({ words, at }: { readonly words: string; readonly at: PendingDrop['at'] }) {
  const { store } = useMapper();
  const note = useRef<HTMLDivElement>(null);
  const place = usePlace(note, at);
  const close = (): void => store.getState().show({ refusal: null });
  useOutside(note, close);
  useEffect(() => {
    const onKey = (): void => close();
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <div ref={note} className="mapper-hint" data-refused style={{ ...place, position: 'fixed' }}>
      <Ban size={12} aria-hidden />
      <span>{words}</span>
    </div>
  );
}

/** Below and right of a point, inside the window. */
function usePlace(
  element: { readonly current: HTMLElement | null },
  at: PendingDrop['at'],
): { left: number; top: number } {
  const [place, setPlace] = useState({ left: at.x + 8, top: at.y + 8 });
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    setPlace({
      left: Math.max(8, Math.min(at.x + 8, window.innerWidth - box.offsetWidth - 8)),
      top: Math.max(8, Math.min(at.y + 8, window.innerHeight - box.offsetHeight - 8)),
    });
  }, [element, at]);
  return place;
}

function useOutside(element: { readonly current: HTMLElement | null }, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && element.current?.contains(event.target) !== true) latest.current();
    };
    window.addEventListener('pointerdown', onDown, { capture: true });
    return () => window.removeEventListener('pointerdown', onDown, { capture: true });
  }, [element]);
}
