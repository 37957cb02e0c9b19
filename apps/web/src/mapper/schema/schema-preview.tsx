import type { DataSchema } from '@patchbay/model/schema';
import { useState } from 'react';
import { SearchField } from '../../ui/index.ts';
import { SchemaTree } from './schema-tree.tsx';
import { useSchemaRows } from './use-schema-rows.ts';

interface SchemaPreviewProps {
  readonly name: string;
  readonly schema: DataSchema;
  readonly descriptions?: boolean;
}

/** The fields of a schema that was read, to look at before it is taken. */
export function SchemaPreview({ name, schema, descriptions = false }: SchemaPreviewProps) {
  const [search, setSearch] = useState('');
  const rows = useSchemaRows(schema, { search });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-none items-center gap-3 px-3 py-2">
        <SearchField label="Find a field" value={search} onChange={setSearch} frameClassName="w-56" />
        <span role="status" className="truncate text-12 text-ink-3">
          {rows.nodes.length === 0
            ? 'It names no fields: it takes any data'
            : rows.hits === undefined
              ? `${rows.nodes.length} fields`
              : `${rows.hits} of ${rows.nodes.length} fields`}
        </span>
      </div>
      <SchemaTree
        label={`Fields of ${name}`}
        rows={rows}
        descriptions={descriptions}
        className="border-t border-line"
      />
    </div>
  );
}
