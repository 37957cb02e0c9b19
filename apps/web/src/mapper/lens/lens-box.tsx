import type { GraphNode, GraphSlot } from '@patchbay/mapping/edit';
import {
  Braces,
  Brackets,
  CircleAlert,
  CircleDashed,
  CircleOff,
  Hash,
  Link2,
  Repeat,
  SquareFunction,
  ToggleLeft,
  Type,
} from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../ui/index.ts';
import { FunctionPick } from './lens-tools.tsx';
import type { LensValue, LensValues, ValueType } from './lens-values.ts';
import type { Rewiring } from './use-rewiring.ts';

interface LensBoxProps {
  readonly node: GraphNode;
  readonly values: LensValues;
  readonly selected: boolean;
  readonly editable: boolean;
  readonly rewiring: Rewiring;
  readonly onSelect: () => void;
  readonly onConstant: (text: string) => void;
  readonly onFill: (slot: string, text: string) => void;
  /** A function, by its name, into an empty slot. */
  readonly onCall: (slot: string, name: string) => void;
  /** Whether the key was of use. */
  readonly onKey: (key: string) => boolean;
}

const icons = {
  function: SquareFunction,
  operator: Link2,
  source: CircleDashed,
  constant: Hash,
  each: Repeat,
  list: Brackets,
  structure: Braces,
  error: CircleAlert,
} as const;

const typeIcons: Readonly<Record<ValueType, typeof Type>> = {
  text: Type,
  number: Hash,
  boolean: ToggleLeft,
  list: Brackets,
  object: Braces,
  null: CircleOff,
};

/** What a field is, by its value; a constant, by how it is written: `'eu'`, `true`, `null`, `12.5`. */
function iconOf({ kind, text }: GraphNode, value: LensValue | undefined) {
  if (kind === 'source' && value?.type !== undefined) return typeIcons[value.type];
  if (kind !== 'constant') return icons[kind];
  if (/^['"]/.test(text)) return Type;
  if (text === 'null') return CircleOff;
  return text === 'true' || text === 'false' ? ToggleLeft : icons.constant;
}

/** One step of a formula: what it does at the top, what goes into it below, each with its value. */
export function LensBox(props: LensBoxProps) {
  const { node, values, selected, editable, rewiring, onSelect } = props;
  const value = values(node.id);
  const Icon = iconOf(node, value);
  const [typing, setTyping] = useState(false);
  const isTyped = node.kind === 'constant' && editable;
  return (
    <div
      id={`lens-${node.id}`}
      data-lens-box={node.id}
      role="group"
      aria-label={`${node.title}${value === undefined ? '' : `, gives ${value.words}`}`}
      tabIndex={selected || node.id === '' ? 0 : -1}
      className={classNames('box', node.kind, selected && 'selected', rewiring.from === node.id && 'carried')}
      style={{ left: node.x, top: node.y, width: node.width, height: node.height }}
      onPointerDown={onSelect}
      onFocus={onSelect}
      onDoubleClick={() => setTyping(isTyped)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        if (isTyped && (event.key === 'Enter' || event.key === 'F2')) {
          event.preventDefault();
          event.stopPropagation();
          setTyping(true);
        } else if (props.onKey(event.key)) {
          event.preventDefault();
          event.stopPropagation();
        }
      }}
    >
      <div className="head" title={node.text}>
        <Icon size={14} aria-hidden className="flex-none text-ink-2" />
        {typing ? (
          <TextBox label="Constant" before={node.text} onDone={props.onConstant} onLeave={() => setTyping(false)} />
        ) : (
          <b className="truncate">{node.title}</b>
        )}
        {node.slots.length > 0 && value !== undefined ? <Value value={value} /> : null}
      </div>
      {node.slots.map((slot) => (
        <Slot key={slot.id} slot={slot} {...props} />
      ))}
      {node.kind === 'source' ? <SourceRow node={node} value={value} /> : null}
      <span
        className={classNames('out', editable && 'live')}
        title={editable ? 'Drag to a slot of another box' : undefined}
        onPointerDown={(event) => {
          if (!editable || node.id === '') return;
          event.stopPropagation();
          event.preventDefault();
          rewiring.begin(node.id);
        }}
      />
    </div>
  );
}

const Value = ({ value }: { readonly value: LensValue }) => (
  <code className={classNames('value', value.state)} title={value.title}>
    {value.words}
  </code>
);

/** Where a field comes from, and its value. */
function SourceRow({ node, value }: { readonly node: GraphNode; readonly value: LensValue | undefined }) {
  return (
    <div className="slot">
      <span className="truncate text-ink-3" title={node.detail}>
        {node.detail ?? ''}
      </span>
      {value === undefined ? null : <Value value={value} />}
    </div>
  );
}

interface TextBoxProps {
  readonly label: string;
  readonly before: string;
  readonly placeholder?: string;
  readonly onDone: (text: string) => void;
  readonly onLeave: () => void;
}

/** A text typed in a box; Enter takes it, Escape leaves things as they were. */
function TextBox({ label, before, placeholder, onDone, onLeave }: TextBoxProps) {
  const [draft, setDraft] = useState(before);
  return (
    <input
      autoFocus
      aria-label={label}
      placeholder={placeholder}
      className="nokey code"
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        onLeave();
        if (draft.trim() !== '' && draft !== before) onDone(draft);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') onLeave();
      }}
    />
  );
}

/** One input: its name and type, and what stands in it; an empty one takes a text. */
function Slot({ slot, values, editable, rewiring, onFill, onCall }: LensBoxProps & { readonly slot: GraphSlot }) {
  const [typing, setTyping] = useState(false);
  const value = slot.isEmpty ? undefined : values(slot.id);
  if (typing) {
    return (
      <div className="slot">
        <TextBox
          label={`Value of ${slot.name}`}
          before=""
          placeholder="a field, a number or “text”"
          onDone={(text) => onFill(slot.id, text)}
          onLeave={() => setTyping(false)}
        />
      </div>
    );
  }
  return (
    <div
      className={classNames('slot', slot.isEmpty && 'empty', rewiring.over === slot.id && 'over')}
      data-lens-slot={slot.id}
    >
      <span className="in" />
      <span className="truncate">
        {slot.name} <span className="text-ink-3">· {slot.type === 'item' ? 'each item' : slot.type}</span>
      </span>
      {slot.isEmpty && editable ? (
        <>
          <FunctionPick
            label={`Call a function for ${slot.name}`}
            icon={SquareFunction}
            onPick={(name) => onCall(slot.id, name)}
          />
          <button type="button" className="add" aria-label={`Fill ${slot.name}`} onClick={() => setTyping(true)}>
            +
          </button>
        </>
      ) : value === undefined ? null : (
        <Value value={value} />
      )}
    </div>
  );
}
