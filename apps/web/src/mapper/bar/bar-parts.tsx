import {
  CircleCheck,
  CloudAlert,
  CloudCheck,
  CloudUpload,
  FileJson,
  PencilLine,
  Redo2,
  Sparkles,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { Button, IconButton, Segmented, Select, many } from '../../ui/index.ts';
import { takeBack } from '../keys/take-back.ts';
import { useHost, useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import type { SegmentedOption } from '../../ui/index.ts';
import type { MapperView } from '../mapper.store.ts';
import { slots } from '../slots.tsx';
import { keyOf, useKey, useOwnKeys } from '../../shortcuts/index.ts';

export function SavedWords() {
  const { saved } = useHost();
  switch (saved.status) {
    case 'saved':
      return (
        <span className="saved" role="status">
          <CloudCheck size={14} aria-hidden />
          Saved
        </span>
      );
    case 'saving':
      return (
        <span className="saved" role="status">
          <CloudUpload size={14} aria-hidden />
          Saving…
        </span>
      );
    case 'offline':
    case 'refused':
      return (
        <span className="saved bad" role="alert" title={saved.message}>
          <CloudAlert size={14} aria-hidden />
          <span>
            {saved.status === 'offline' ? 'Offline, your edits are kept' : `Not saved: ${saved.message ?? ''}`}
          </span>
          <Button size="small" onClick={saved.retry}>
            Retry
          </Button>
        </span>
      );
    case 'readOnly':
      return <span className="saved">You may look, not edit</span>;
  }
}

export function SampleChooser() {
  const { samples, sample } = useMapperData();
  const { store } = useMapper();
  const isOpen = useMapperState((state) => state.drawer === 'samples');
  return (
    <span className="sample-chooser">
      <IconButton
        icon={FileJson}
        label="Samples: add, edit, keep"
        aria-expanded={isOpen}
        onClick={() => store.getState().show({ drawer: isOpen ? null : 'samples' })}
      />
      <Select
        aria-label="Sample"
        value={sample?.id}
        placeholder="No sample"
        disabled={samples.length === 0}
        options={samples.map(({ id, name, detail }) => ({ value: id, label: `Sample: ${name}`, aside: detail }))}
        onChange={(sampleId) => store.getState().show({ sampleId, positions: {} })}
      />
    </span>
  );
}

export function Meter() {
  const { meter } = useMapperData();
  const share = meter.total === 0 ? 0 : meter.mapped / meter.total;
  return (
    <span className="meter">
      <svg width="48" height="4" aria-hidden>
        <rect width="48" height="4" rx="2" className="fill-press" />
        <rect width={Math.round(48 * share)} height="4" rx="2" className="fill-ok" />
      </svg>
      <span>
        <b>
          {many(meter.mapped)} of {many(meter.total)}
        </b>{' '}
        <span className="text-ink-2">mapped</span>
      </span>
    </span>
  );
}

export function ProblemsButton() {
  const { diagnostics } = useMapperData();
  const { store } = useMapper();
  const count = diagnostics.filter(({ severity }) => severity !== 'info').length;
  return (
    <Button
      icon={count === 0 ? CircleCheck : TriangleAlert}
      shortcut={useKey('nextProblem')}
      className={count === 0 ? 'text-ink-2' : 'text-wait'}
      onClick={() => store.getState().show({ drawer: store.getState().drawer === 'problems' ? null : 'problems' })}
    >
      {count === 0 ? 'No problems' : count === 1 ? '1 problem' : `${count} problems`}
    </Button>
  );
}

export function ViewSwitch() {
  const view = useMapperState((state) => state.view);
  const waits = useMapperState((state) => state.textDrafts.length > 0);
  const { store } = useMapper();
  const options: SegmentedOption<MapperView>[] = [
    { value: 'canvas', label: 'Canvas' },
    ...(slots.Table === null ? [] : [{ value: 'table' as const, label: 'Table' }]),
    ...(slots.Text === null ? [] : [textOption(waits)]),
  ];
  if (options.length < 2) return null;
  return (
    <Segmented label="View" value={view} options={options} onChange={(next) => store.getState().show({ view: next })} />
  );
}

/** With a mark while something is typed there and not applied. */
const textOption = (waits: boolean): SegmentedOption<MapperView> =>
  waits
    ? {
        value: 'text',
        icon: PencilLine,
        label: (
          <span title="Typed there and not applied: the mapping is as it was">
            Text<span className="sr-only"> (not applied)</span>
          </span>
        ),
      }
    : { value: 'text', label: 'Text' };

export function UndoButtons() {
  useOwnKeys();
  const mapper = useMapper();
  const { canUndo, canRedo, mayEdit } = useHost();
  if (!mayEdit) return null;
  return (
    <span className="flex">
      <IconButton
        icon={Undo2}
        label="Undo"
        shortcut={keyOf('undo')}
        disabled={!canUndo}
        onClick={() => takeBack(mapper, 'undo')}
      />
      <IconButton
        icon={Redo2}
        label="Redo"
        shortcut={keyOf('redo')}
        disabled={!canRedo}
        onClick={() => takeBack(mapper, 'redo')}
      />
    </span>
  );
}

export function AutoMapButton() {
  const { store } = useMapper();
  const { mayEdit } = useHost();
  const count = useMapperState((state) => state.suggestions.filter(({ band }) => band !== 'low').length);
  const isOpen = useMapperState((state) => state.drawer === 'autoMap');
  const ask = useMapperState((state) => state.ask);
  if (!mayEdit) return null;
  return (
    <Button
      icon={Sparkles}
      aria-expanded={isOpen}
      disabled={ask === null}
      title={ask === null ? 'The target needs a schema first' : 'What the names, types and samples suggest'}
      onClick={() => {
        if (!isOpen && store.getState().matching.status === 'none') ask?.();
        store.getState().show({ drawer: isOpen ? null : 'autoMap' });
      }}
    >
      Auto-map
      {count === 0 ? null : <span className="count-pill">{count}</span>}
    </Button>
  );
}

export function DoneButton() {
  const { done } = useHost();
  return (
    <Button look="primary" onClick={done}>
      Done
    </Button>
  );
}
