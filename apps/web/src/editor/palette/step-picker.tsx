import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useState } from 'react';
import { Kbd, NamedIcon } from '../../ui/index.ts';
import { useEditor, useEditorState } from '../editor-context.ts';
import type { PickerRequest } from '../editor.store.ts';
import { allSteps, isTrigger, searchSteps } from '../step-kinds.ts';
import { useAddStep } from '../use-add-step.ts';

const size = { width: 320, height: 360 };

/** Opens where a step is wanted: at the end of a dragged edge, on an edge's “+”, under a double click. Shows what fits. */
export function StepPicker() {
  const request = useEditorState((state) => state.ui.picker);
  const show = useEditorState((state) => state.show);
  const { canvas } = useEditor();
  if (request === null) return null;
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) show({ picker: null });
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="open-motion fixed z-40 flex flex-col overflow-hidden rounded-2 bg-raised shadow-3 outline-none"
          style={{ ...placeOf(request, canvas.current?.toScreen), width: size.width, maxHeight: size.height }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            canvas.current?.focus();
          }}
        >
          <Dialog.Title className="sr-only">Add a step</Dialog.Title>
          <Choices request={request} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function placeOf(
  request: PickerRequest,
  toScreen: ((point: { x: number; y: number }) => { x: number; y: number }) | undefined,
) {
  if (request.position === undefined || toScreen === undefined) {
    return { left: (window.innerWidth - size.width) / 2, top: window.innerHeight * 0.15 };
  }
  const { x, y } = toScreen(request.position);
  return {
    left: Math.max(8, Math.min(x - 24, window.innerWidth - size.width - 8)),
    top: Math.max(8, Math.min(y + 8, window.innerHeight - size.height - 8)),
  };
}

function Choices({ request }: { readonly request: PickerRequest }) {
  const { catalogue } = useEditor();
  const add = useAddStep();
  const [query, setQuery] = useState('');
  const needsInput = request.after !== undefined || request.edgeId !== undefined;
  const fitting = useMemo(
    () => allSteps(catalogue).filter((step) => !needsInput || !isTrigger(step)),
    [catalogue, needsInput],
  );
  const hits = searchSteps(fitting, query);
  return (
    <Command label="Add a step" shouldFilter={false} loop className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-9 flex-none items-center gap-2 border-b border-line px-3">
        <Search size={14} aria-hidden className="text-ink-3" />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={needsInput ? 'What comes here?' : 'Add a step'}
          className="h-full min-w-0 flex-1 bg-transparent outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <Command.List className="min-h-0 flex-1 overflow-auto p-1">
        {hits.map((step) => (
          <Command.Item
            key={step.key}
            value={step.key}
            onSelect={() => add(step, request)}
            className="flex items-center gap-2 rounded-1 px-2 py-1 aria-selected:bg-accent-soft"
          >
            <NamedIcon name={step.icon} size={16} className="text-ink-3" />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="truncate font-medium">{step.label}</span>
                {step.from === undefined ? null : <span className="truncate text-12 text-ink-3">{step.from}</span>}
              </span>
              <span className="block truncate text-12 text-ink-3">{step.description}</span>
            </span>
          </Command.Item>
        ))}
        {hits.length === 0 ? <p className="px-2 py-3 text-12 text-ink-3">No step is called that.</p> : null}
      </Command.List>
    </Command>
  );
}
