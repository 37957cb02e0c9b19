import type { GraphNode } from '@patchbay/mapping/edit';
import { Combine, Replace, Tag, Trash2, Ungroup } from 'lucide-react';
import { useState } from 'react';
import { FunctionList } from '../../editor/expression/functions/function-list.tsx';
import { Button, IconButton, Popover, TextInput } from '../../ui/index.ts';

interface LensToolsProps {
  readonly node: GraphNode;
  readonly onChange: (name: string) => void;
  readonly onWrap: (name: string) => void;
  readonly onUnwrap: () => void;
  readonly onRemove: () => void;
  readonly onName: (name: string) => void;
}

/** What can be done with the selected box. */
export function LensTools({ node, onChange, onWrap, onUnwrap, onRemove, onName }: LensToolsProps) {
  return (
    <div role="toolbar" aria-label={`Box ${node.title}`} className="tools">
      {node.kind === 'function' || node.kind === 'operator' ? (
        <FunctionPick label="Another function" icon={Replace} onPick={onChange} />
      ) : null}
      <FunctionPick label="Wrap in a function" icon={Combine} onPick={onWrap} />
      {node.slots.length > 0 ? (
        <IconButton icon={Ungroup} size="small" label="Keep only what goes in" onClick={onUnwrap} />
      ) : null}
      {node.slots.length > 0 && node.id !== '' ? <NameField onName={onName} /> : null}
      <IconButton icon={Trash2} size="small" label="Remove the box" onClick={onRemove} />
    </div>
  );
}

interface FunctionPickProps {
  readonly label: string;
  readonly icon: typeof Replace;
  readonly onPick: (name: string) => void;
}

export function FunctionPick({ label, icon, onPick }: FunctionPickProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={label}
      side="top"
      className="p-0"
      trigger={<IconButton icon={icon} size="small" label={label} />}
    >
      <FunctionList
        onLanded={() => setOpen(false)}
        onInsert={({ name }) => {
          setOpen(false);
          onPick(name);
        }}
      />
    </Popover>
  );
}

/** A name makes the box an intermediate value that other formulas may read too. */
function NameField({ onName }: { readonly onName: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Name the box"
      side="top"
      className="w-72 p-3"
      trigger={<IconButton icon={Tag} size="small" label="Name the box" />}
    >
      <form
        className="grid gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(false);
          onName(name.trim());
        }}
      >
        <p className="text-12 text-ink-2">
          With a name it becomes a value of its own, which other formulas here can read.
        </p>
        <div className="flex gap-2">
          <TextInput
            mono
            autoFocus
            aria-label="Name"
            placeholder="net"
            frameClassName="flex-1"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            Name it
          </Button>
        </div>
      </form>
    </Popover>
  );
}
