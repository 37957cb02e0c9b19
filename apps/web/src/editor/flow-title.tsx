import type { FlowSettings } from '@patchbay/model/flow';
import { Settings2 } from 'lucide-react';
import { NumberField, Popover, TextAreaField, TextField } from '../ui/index.ts';
import { useDoc, useEditor } from './editor-context.ts';
import { FlowLevelField } from './flow-level.tsx';
import { FlowLines } from './flow-lines.tsx';

/** The flow's name in the bar; a click opens what belongs to the flow as a whole. */
export function FlowTitle() {
  const { store, mayEdit } = useEditor();
  const doc = useDoc();
  const { name, description, settings } = doc;
  const put = (
    change: { name?: string; description?: string } & Partial<FlowSettings>,
    field: 'name' | 'description' | 'reply' | 'level',
  ): void => {
    const { level = settings.level, replyTimeoutMs = settings.replyTimeoutMs } = change;
    const text = change.description ?? description ?? '';
    store.getState().edit(
      {
        type: 'updateFlow',
        name: change.name ?? name,
        ...(text === '' ? {} : { description: text }),
        settings: { ...settings, level, replyTimeoutMs },
      },
      { coalesce: `flow/${field}` },
    );
  };
  const seal = (): void => store.getState().seal();
  if (!mayEdit) return <h1 className="truncate font-semibold text-ink">{name}</h1>;
  return (
    <h1 className="min-w-0 font-semibold text-ink">
      <Popover
        label="Settings of the flow"
        className="max-h-[80vh] w-90 overflow-y-auto p-3"
        trigger={
          <button
            type="button"
            title="Name and settings of the flow"
            className="flex h-7 max-w-80 items-center gap-1.5 rounded-1 px-1 hover:bg-hover data-[state=open]:bg-hover"
          >
            <span className="truncate">{name}</span>
            <Settings2 size={14} aria-hidden className="flex-none text-ink-3" />
          </button>
        }
      >
        <div className="grid gap-3 font-normal">
          <TextField
            label="Name"
            required
            maxLength={120}
            defaultValue={name}
            onChange={(event) => {
              const typed = event.target.value.trim();
              if (typed !== '') put({ name: typed }, 'name');
            }}
            onBlur={seal}
          />
          <TextAreaField
            label="Description"
            maxLength={5_000}
            rows={3}
            placeholder="What it is for, in a sentence"
            defaultValue={description ?? ''}
            onChange={(event) => put({ description: event.target.value }, 'description')}
            onBlur={seal}
          />
          <NumberField
            label="A caller waits for the answer at most"
            min={1}
            max={120}
            unit="s"
            hint={
              settings.level === 'express'
                ? 'Then it gets 504, and the run is given up. Express gives a run 30 seconds at most.'
                : 'Then it gets 202 and the address of the run, which goes on.'
            }
            value={settings.replyTimeoutMs / 1_000}
            onChange={(seconds) => put({ replyTimeoutMs: Math.round(seconds * 1_000) }, 'reply')}
            onBlur={seal}
          />
          <FlowLevelField
            level={settings.level}
            onChange={(level) => {
              put({ level }, 'level');
              seal();
            }}
          />
          <FlowLines />
        </div>
      </Popover>
    </h1>
  );
}
