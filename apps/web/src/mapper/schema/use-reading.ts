import { useEffect, useState } from 'react';
import type { ReadRequest, SchemaReader, SchemasRead } from './schema-reader.ts';

export type Reading =
  | { readonly status: 'nothing' }
  | { readonly status: 'reading'; readonly before: SchemasRead | null }
  | { readonly status: 'done'; readonly result: SchemasRead };

export type Wanted = ReadRequest | { readonly connection: string; readonly table: string } | null;

/** Typing on is not asked about until it pauses. */
const pauseMs = 400;

/** Reads what is wanted, again when it changes; an answer to an earlier wish is dropped. */
export function useReading(reader: SchemaReader, wanted: Wanted): { reading: Reading; again: () => void } {
  const [reading, setReading] = useState<Reading>({ status: 'nothing' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (wanted === null) {
      setReading({ status: 'nothing' });
      return;
    }
    setReading((now) => ({
      status: 'reading',
      before: now.status === 'done' ? now.result : now.status === 'reading' ? now.before : null,
    }));
    let isLate = false;
    const isTyped = 'file' in wanted && typeof wanted.file.content === 'string';
    const timer = setTimeout(
      () => {
        const work =
          'file' in wanted ? reader.read(wanted) : (reader.tables?.read(wanted.connection, wanted.table) ?? noTables);
        void work.then((result) => {
          if (!isLate) setReading({ status: 'done', result });
        });
      },
      isTyped ? pauseMs : 0,
    );
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [reader, wanted, turn]);
  return { reading, again: () => setTurn(turn + 1) };
}

const noTables: Promise<SchemasRead> = Promise.resolve({
  ok: false,
  title: 'Tables cannot be read here.',
  diagnostics: [],
});
