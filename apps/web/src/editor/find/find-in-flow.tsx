import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { CommandPalette, iconNamed } from '../../ui/index.ts';
import { nodeIcon } from '../catalogue.ts';
import { useDoc, useEditor } from '../editor-context.ts';
import { findSteps } from './find-steps.ts';
import { useNamedShortcut } from '../../shortcuts/index.ts';

/** Mod+F: finds a step of the flow by words, selects it and brings it into view. */
export function FindInFlow() {
  const { store, catalogue } = useEditor();
  const doc = useDoc();
  const [open, setOpen] = useState(false);
  const [typed, setSearch] = useState('');
  const search = useDeferredValue(typed);
  /** Then the keys of the canvas go on from that step. */
  const chosen = useRef(false);
  const change = (next: boolean): void => {
    setOpen(next);
    if (next) chosen.current = false;
    else setSearch('');
  };
  // What lies above the editor is not searched.
  useNamedShortcut('find', () => {
    if (document.querySelector('[role=dialog]') !== null) return false;
    change(true);
    return true;
  });
  const items = useMemo(
    () =>
      (open ? findSteps({ doc, catalogue, search }) : []).map(({ node, summary }) => ({
        id: node.id,
        label: node.label,
        icon: iconNamed(nodeIcon(node, catalogue)),
        aside: <span className="block max-w-60 truncate">{summary}</span>,
        // The words were looked for already: whatever is offered fits them.
        keywords: [search],
        node,
      })),
    [open, doc, catalogue, search],
  );
  return (
    <CommandPalette
      label="Find a step of this flow"
      open={open}
      onOpenChange={change}
      search={typed}
      onSearch={setSearch}
      placeholder="Find a step by its name or by what it does"
      focusAfter={() => (chosen.current ? document.querySelector('[data-canvas]') : null)}
      groups={[
        {
          heading: 'Steps',
          items: items.map(({ node, ...item }) => ({
            ...item,
            onSelect: () => {
              chosen.current = true;
              change(false);
              store.getState().show({ outline: false });
              store.getState().goTo(node.id);
            },
          })),
        },
      ]}
    />
  );
}
