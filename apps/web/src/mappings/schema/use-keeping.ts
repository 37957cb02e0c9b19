import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { errorWords } from '../../app/error-words.ts';
import type { FoundSchema } from '../../mapper/schema/index.ts';
import { nameMistake } from '../library-words.ts';

/** What a file calls it, as far as it may be a name of the library. */
export function libraryName(name: string): string {
  const plain = name
    .replace(/[@\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 120);
  return plain === '' ? 'Imported schema' : plain;
}

export interface SavedSchema {
  readonly id: string;
  readonly name: string;
}

export interface Keeping {
  readonly kept: ReadonlySet<number>;
  readonly keep: (kept: ReadonlySet<number>) => void;
  readonly nameOf: (index: number) => string;
  readonly rename: (index: number, name: string) => void;
  readonly canonical: boolean;
  readonly setCanonical: (canonical: boolean) => void;
  readonly mistakeOf: (index: number) => string | undefined;
  /** Why some were not saved, by index. */
  readonly refusals: ReadonlyMap<number, string>;
  readonly isSaving: boolean;
  /** Saves one after the other; those that were refused stay to be mended. */
  readonly save: () => Promise<{ saved: SavedSchema[]; refused: number }>;
}

const nothing: ReadonlyMap<number, string> = new Map();

/** Which of the schemas of a file are kept, under which names; all else is forgotten. */
export function useKeeping(schemas: readonly FoundSchema[]): Keeping {
  const client = useQueryClient();
  const [kept, setKept] = useState<ReadonlySet<number>>(new Set([0]));
  const [names, setNames] = useState<ReadonlyMap<number, string>>(nothing);
  const [canonical, setCanonical] = useState(false);
  const [refusals, setRefusals] = useState<ReadonlyMap<number, string>>(nothing);
  const nameOf = (index: number): string => names.get(index) ?? libraryName(schemas[index]?.name ?? '');
  const save = useMutation({
    mutationFn: async () => {
      const saved: SavedSchema[] = [];
      const refused = new Map<number, string>();
      for (const index of [...kept].sort((one, other) => one - other)) {
        const found = schemas[index];
        if (found === undefined) continue;
        const name = nameOf(index).trim();
        try {
          const { schema, origin } = found;
          const { id } = await trpcClient.schema.create.mutate({ name, canonical, schema, origin });
          saved.push({ id, name });
        } catch (error) {
          refused.set(index, errorWords(error).title);
        }
      }
      return { saved, refused };
    },
    onSuccess: ({ refused }) => {
      setRefusals(refused);
      setKept(new Set(refused.keys()));
      void client.invalidateQueries({ queryKey: trpc.schema.list.pathKey() });
    },
  });
  return {
    kept,
    keep: setKept,
    nameOf,
    rename: (index, name) => {
      setNames(new Map(names).set(index, name));
      const rest = new Map(refusals);
      if (rest.delete(index)) setRefusals(rest);
    },
    canonical,
    setCanonical,
    mistakeOf: (index) => nameMistake(nameOf(index)) ?? refusals.get(index) ?? twice(index),
    refusals,
    isSaving: save.isPending,
    save: async () => {
      const { saved, refused } = await save.mutateAsync();
      return { saved, refused: refused.size };
    },
  };

  function twice(index: number): string | undefined {
    const name = nameOf(index).trim().toLowerCase();
    const isTwice = [...kept].some((other) => other !== index && nameOf(other).trim().toLowerCase() === name);
    return isTwice && kept.has(index) ? 'Two of them have this name. Change one.' : undefined;
  }
}
