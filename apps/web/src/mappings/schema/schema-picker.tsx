import { SearchSelect } from '../../ui/index.ts';
import type { OptionPage, SearchSelectProps } from '../../ui/index.ts';
import { findSchemas } from './find-schemas.ts';

type SchemaPickerProps = Omit<SearchSelectProps, 'load'>;

/** A schema of the library by its name, in its newest version; all of them can be found. */
export const SchemaPicker = (props: SchemaPickerProps) => <SearchSelect {...props} load={schemaOptions} />;

async function schemaOptions(search: string, cursor: string | null): Promise<OptionPage> {
  const { entries, next } = await findSchemas(search, cursor);
  return {
    options: entries.map(({ ref, name, version }) => ({ value: ref, label: name, aside: `version ${version}` })),
    next,
  };
}

/** `Order@3` in words. */
export const schemaWords = (ref: string): string => ref.replace(/@(\d+)$/, ', version $1');
