import { useRef } from 'react';
import { SearchSelect } from '../../ui/index.ts';
import type { OptionPage, SearchSelectProps } from '../../ui/index.ts';
import type { EntryKind, FindEntries, LibraryEntry } from '../mapper-host.ts';
import { refWords } from './library-ref.ts';

interface EntrySelectProps extends Omit<SearchSelectProps, 'load' | 'shown' | 'onChange'> {
  readonly kind: EntryKind;
  readonly find: FindEntries;
  /** In the place of the name and version that the chosen reference says. */
  readonly shown?: string | undefined;
  /** The entry is absent where one of `always` was chosen. */
  readonly onChange: (ref: string, entry: LibraryEntry | undefined) => void;
}

const nothing: Readonly<Record<EntryKind, string>> = {
  schema: 'The library has no schema yet. Import one under Mappings, Schemas.',
  mapping: 'The library has no published mapping yet. Make one under Mappings.',
  lookup: 'The library has no lookup table yet. Make one under Mappings, Lookup tables.',
};

/** A thing of the library in its newest version: all there are of its kind can be found. */
export function EntrySelect({ kind, find, value, shown, onChange, ...rest }: EntrySelectProps) {
  const found = useRef(new Map<string, LibraryEntry>());
  const load = async (search: string, cursor: string | null): Promise<OptionPage> => {
    const { entries, next } = await find(kind, search, cursor);
    for (const entry of entries) found.current.set(entry.ref, entry);
    return {
      options: entries.map(({ ref, name, version }) => ({ value: ref, label: name, aside: `version ${version}` })),
      next,
    };
  };
  return (
    <SearchSelect
      nothing={nothing[kind]}
      {...rest}
      value={value}
      shown={shown ?? (value === undefined ? undefined : refWords(value))}
      load={load}
      onChange={(ref) => onChange(ref, found.current.get(ref))}
    />
  );
}
