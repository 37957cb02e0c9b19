import type { ComponentProps } from 'react';
import { EntrySelect } from '../mapper/index.ts';
import { findEntries } from './find-entries.ts';

/** A thing of the library by its name, outside of the mapper. */
export const LibraryPicker = (props: Omit<ComponentProps<typeof EntrySelect>, 'find'>) => (
  <EntrySelect {...props} find={findEntries} />
);
