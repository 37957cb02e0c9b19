import { useMemo, useRef, useState } from 'react';
import type { MappingDocument } from '@patchbay/model/mapping';
import { emptyLibrary, Mapper } from '../../mapper/index.ts';
import type { MapperHost } from '../../mapper/index.ts';
import { Button } from '../../ui/index.ts';
import { largeMapping } from './large-mapping.ts';
import type { LargeMapping } from './large-mapping.ts';

const asked = new URLSearchParams(location.search);
const number = (name: string, usual: number): number => Number(asked.get(name) ?? usual);
const size = {
  leaves: number('leaves', 5_000),
  rules: number('rules', 1_000),
  reads: number('reads', 1),
  dense: asked.has('dense'),
};
const docked = asked.has('docked');

const made = (): LargeMapping | null => (size.leaves === 0 ? null : largeMapping(size));

/**
 * A mapper without a server, of any size: `/ui/mapper?leaves=5000&rules=1000`; `leaves=0` shows how one begins. With
 * `closed` it waits for a press, and for another after each Done: each opening finds a document of its own, ready made.
 */
export function MapperSpecimenPage() {
  const [large, setLarge] = useState(made);
  const [isOpen, setIsOpen] = useState(!asked.has('closed'));
  if (!isOpen) {
    return (
      <main className="p-6">
        <Button onClick={() => setIsOpen(true)}>Open the mapper</Button>
      </main>
    );
  }
  return (
    <Specimen
      large={large}
      onDone={() => {
        setIsOpen(false);
        setLarge(made());
      }}
    />
  );
}

function Specimen({ large, onDone }: { readonly large: LargeMapping | null; readonly onDone: () => void }) {
  const [doc, setDoc] = useState<MappingDocument>(large?.doc ?? { map: 1, root: { fields: {} } });
  const past = useRef<{ doc: MappingDocument; key: string | undefined }[]>([]);
  const future = useRef<MappingDocument[]>([]);
  const samples = useMemo(
    () =>
      large === null
        ? []
        : [{ id: 'large', name: `${large.leaves} fields`, scope: large.sample as Record<string, unknown> }],
    [large],
  );
  const host: MapperHost = {
    id: `specimen/${size.leaves}`,
    title: 'Specimen',
    crumbs: [{ label: 'Gallery', go: () => location.assign('/ui') }],
    doc,
    change: (next, { coalesce }) => {
      const last = past.current.at(-1);
      if (coalesce === undefined || last?.key !== coalesce) past.current.push({ doc, key: coalesce });
      future.current = [];
      setDoc(next);
    },
    seal: () => {
      const last = past.current.at(-1);
      if (last !== undefined) last.key = undefined;
    },
    undo: () => {
      const last = past.current.pop();
      if (last === undefined) return;
      future.current.push(doc);
      setDoc(last.doc);
    },
    redo: () => {
      const next = future.current.pop();
      if (next === undefined) return;
      past.current.push({ doc, key: undefined });
      setDoc(next);
    },
    canUndo: past.current.length > 0,
    canRedo: future.current.length > 0,
    saved: { status: 'saved', at: null },
    mayEdit: true,
    sources: noSources,
    types: noTypes,
    samples,
    library: emptyLibrary,
    matching: noTypes,
    remember: () => undefined,
    learn: () => undefined,
    done: onDone,
  };
  return (
    <div
      className={
        docked ? 'ml-auto h-full w-220 border-l border-line' : 'grid h-full grid-rows-[var(--h-bar)_minmax(0,1fr)]'
      }
    >
      <Mapper host={host} layout={docked ? 'docked' : 'page'} />
    </div>
  );
}

const noSources = [] as const;
const noTypes = {};
