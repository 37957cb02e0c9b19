import type { ApiOutputs } from '@patchbay/api';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { Link } from '@tanstack/react-router';
import { GitCompareArrows, Shapes } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { SchemaTree, useSchemaRows } from '../../mapper/schema/index.ts';
import {
  Button,
  Checkbox,
  Chip,
  EmptyState,
  JsonView,
  linkButtonClass,
  SearchField,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '../../ui/index.ts';
import { ItemMenu } from '../item-menu.tsx';
import { changedFields } from './changed-fields.ts';
import { FieldPanel } from './field-panel.tsx';
import { RemarksBar } from './remarks-bar.tsx';
import { SchemaAbout } from './schema-about.tsx';
import { schemaCrumbs } from './schema-crumbs.ts';
import type { SchemaSearch } from './schema-search.ts';

export type SchemaView = ApiOutputs['schema']['get'];

interface SchemaScreenProps {
  readonly schema: SchemaView;
  readonly search: SchemaSearch;
  readonly onSearch: (search: SchemaSearch) => void;
}

export function SchemaScreen({ schema: view, search, onSearch }: SchemaScreenProps) {
  const mayEdit = useMay('library.edit');
  const isNewest = view.version.number === view.latest;
  // What was remarked on fields and is not saved yet; it belongs to the version that it was written over.
  const [draft, setDraft] = useState<{ readonly over: string; readonly schema: DataSchema } | null>(null);
  const shown = draft !== null && draft.over === view.ref ? draft.schema : view.schema;
  return (
    <PageFrame
      crumbs={schemaCrumbs}
      title={view.name}
      meta={
        <>
          {view.canonical ? <Chip>Canonical</Chip> : null}
          <Chip tone={isNewest ? 'neutral' : 'wait'}>
            {isNewest ? `Version ${view.latest}` : `Version ${view.version.number} of ${view.latest}`}
          </Chip>
        </>
      }
      className="flex overflow-hidden"
      search={false}
      actions={
        <>
          {mayEdit && isNewest ? (
            <Link
              to="/mappings/schemas/$schemaId/import"
              params={{ schemaId: view.id }}
              className={linkButtonClass({ look: 'plain' })}
            >
              <GitCompareArrows size={14} aria-hidden />
              Import again
            </Link>
          ) : null}
          <ItemMenu kind="schema" item={view} isPage />
        </>
      }
    >
      <div className="flex min-w-0 flex-1 flex-col">
        <Shown schema={shown} search={search} onSearch={onSearch} before={view.schema} />
        {draft !== null && shown === draft.schema ? (
          <RemarksBar view={view} draft={draft.schema} onDone={() => setDraft(null)} />
        ) : null}
      </div>
      <aside aria-label="About the schema" className="w-87 flex-none overflow-auto border-l border-line">
        <FieldPanel
          schema={shown}
          path={search.field ?? null}
          mayEdit={mayEdit && isNewest}
          onChange={(next) => setDraft(next === view.schema ? null : { over: view.ref, schema: next })}
          onClose={() => {
            const { field: _closed, ...rest } = search;
            onSearch(rest);
          }}
        />
        <SchemaAbout view={view} onVersion={(number) => onSearch({ ...search, version: String(number) })} />
      </aside>
    </PageFrame>
  );
}

interface ShownProps {
  readonly schema: DataSchema;
  /** As it is saved: fields that differ are marked. */
  readonly before: DataSchema;
  readonly search: SchemaSearch;
  readonly onSearch: (search: SchemaSearch) => void;
}

function Shown({ schema, before, search, onSearch }: ShownProps) {
  const view = search.view ?? 'fields';
  return (
    <Tabs
      value={view}
      onChange={(next) => {
        const { view: _left, ...rest } = search;
        onSearch(next === 'json' ? { ...rest, view: 'json' } : rest);
      }}
      className="min-h-0 flex-1"
    >
      <TabList label="How the schema is shown">
        <Tab value="fields">Fields</Tab>
        <Tab value="json">JSON Schema</Tab>
      </TabList>
      <TabPanel value="fields" className="flex flex-col">
        <Fields schema={schema} before={before} search={search} onSearch={onSearch} />
      </TabPanel>
      <TabPanel value="json" className="flex">
        <JsonView value={schema as unknown as Json} label="The schema as JSON" className="h-full" />
      </TabPanel>
    </Tabs>
  );
}

function Fields({ schema, before, search, onSearch }: ShownProps) {
  const [text, setText] = useState('');
  const [requiredOnly, setRequiredOnly] = useState(false);
  const only = useMemo(
    () =>
      requiredOnly ? (node: { shape: { required: boolean } | undefined }) => node.shape?.required === true : undefined,
    [requiredOnly],
  );
  const rows = useSchemaRows(schema, { search: text, only });
  const marked = useMemo(() => changedFields(before, schema), [before, schema]);
  const count = rows.nodes.length;
  if (count === 0)
    return (
      <EmptyState
        icon={Shapes}
        title="This schema names no fields"
        why="It takes any data, so the mapper has no fields to show for it."
        example="Import a new version from a file or a sample that has some."
      />
    );
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
        <SearchField label="Find a field" value={text} onChange={setText} frameClassName="w-70" />
        <Checkbox label="Required only" checked={requiredOnly} onChange={setRequiredOnly} />
        <span className="text-12 text-ink-3" role="status">
          {rows.hits === undefined ? fieldsWords(count) : `${rows.hits} of ${fieldsWords(count)}`}
        </span>
        <span className="flex-1" />
        <Button size="small" look="ghost" onClick={() => rows.openAll(true)}>
          Open all
        </Button>
        <Button size="small" look="ghost" onClick={() => rows.openAll(false)}>
          Close all
        </Button>
      </div>
      {rows.rows.length === 0 ? (
        <p className="px-4 py-6 text-ink-3">
          {text === '' ? 'No field is required.' : `No field is found for “${text}”.`}
        </p>
      ) : (
        <SchemaTree
          label="Fields"
          rows={rows}
          selected={search.field ?? null}
          marked={marked}
          descriptions
          onSelect={(node) => onSearch({ ...search, field: node.shape?.path ?? '' })}
        />
      )}
    </>
  );
}

const fieldsWords = (count: number): string => (count === 1 ? '1 field' : `${count} fields`);
