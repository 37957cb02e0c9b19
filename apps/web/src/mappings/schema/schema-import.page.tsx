import { Link } from '@tanstack/react-router';
import { Shapes } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import {
  blankInput,
  filesOf,
  FoundList,
  ReadingNotes,
  SchemaInput,
  SchemaPreview,
  shownResult,
  useReading,
  wantedOf,
} from '../../mapper/schema/index.ts';
import type { GivenFile, SchemasRead } from '../../mapper/schema/index.ts';
import { EmptyState, ProblemBox, Skeleton } from '../../ui/index.ts';
import { useSchemaReader } from './api-schema-reader.ts';
import { KeepSchemas } from './keep-schemas.tsx';
import { schemaCrumbs } from './schema-crumbs.ts';
import { useKeeping } from './use-keeping.ts';

/** From files, a text or a table to schemas of the library: what was read is shown before anything is saved. */
export function SchemaImportPage() {
  const mayEdit = useMay('library.edit');
  const reader = useSchemaReader();
  const [input, setInput] = useState(blankInput);
  const wanted = useMemo(() => wantedOf(input), [input]);
  const { reading } = useReading(reader, wanted);
  const result = shownResult(reading);
  if (!mayEdit)
    return (
      <PageFrame crumbs={schemaCrumbs} title="Import a schema" className="p-6">
        <ProblemBox
          tone="info"
          title="Your role does not allow to change the library"
          who="An analyst or an admin of the workspace"
          className="max-w-150"
        />
      </PageFrame>
    );
  return (
    <PageFrame crumbs={schemaCrumbs} title="Import a schema" className="flex overflow-hidden" search={false}>
      <section aria-label="What is read" className="w-95 flex-none overflow-auto border-r border-line p-4">
        <SchemaInput
          reader={reader}
          input={input}
          onChange={setInput}
          found={result?.ok === true ? result.format : undefined}
        />
      </section>
      <section
        aria-label="What was found"
        aria-busy={reading.status === 'reading'}
        className="flex min-w-0 flex-1 flex-col"
      >
        {result === null ? (
          reading.status === 'reading' ? (
            <div className="grid gap-3 p-4">
              <Skeleton className="w-56" />
              <Skeleton className="w-40" />
              <Skeleton className="w-64" />
            </div>
          ) : (
            <Nothing />
          )
        ) : (
          <Found key={keyOf(result)} result={result} files={filesOf(input)} />
        )}
      </section>
    </PageFrame>
  );
}

/** Another file is another choice of what to keep. */
const keyOf = (result: SchemasRead): string =>
  result.ok ? result.schemas.map(({ name, fields }) => `${name} ${fields}`).join('\n') : result.title;

function Nothing() {
  return (
    <EmptyState
      icon={Shapes}
      title="What does the data look like?"
      why="Give a description of it, if there is one: it says what is required and what else may come. A sample does as well: the shape is read off it."
      example={
        <>
          For example: the XSD of a partner, the OpenAPI description of an API, or one order as it comes in. Schemas are{' '}
          <Link to="/mappings" search={{ tab: 'schemas' }} className="underline">
            listed here
          </Link>{' '}
          afterwards.
        </>
      }
    />
  );
}

function Found({ result, files }: { readonly result: SchemasRead; readonly files: readonly GivenFile[] }) {
  const schemas = result.ok ? result.schemas : [];
  const [shown, setShown] = useState(0);
  const keeping = useKeeping(schemas);
  const one = schemas[shown];
  return (
    <>
      {result.ok && result.diagnostics.length === 0 ? null : (
        <div className="max-h-48 flex-none overflow-auto border-b border-line p-4">
          <ReadingNotes result={result} files={files} />
        </div>
      )}
      {one === undefined ? null : (
        <>
          <div className="flex min-h-0 flex-1">
            {schemas.length < 2 ? null : (
              <div className="flex w-72 flex-none flex-col border-r border-line">
                <FoundList
                  schemas={schemas}
                  shown={shown}
                  onShow={setShown}
                  kept={keeping.kept}
                  onKeep={keeping.keep}
                  notes={keeping.refusals}
                />
              </div>
            )}
            <SchemaPreview key={shown} name={one.name} schema={one.schema} descriptions />
          </div>
          <KeepSchemas keeping={keeping} schemas={schemas} shown={shown} />
        </>
      )}
    </>
  );
}
