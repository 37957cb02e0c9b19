import { compileMapping, evaluateRows, mappingRows } from '@patchbay/mapping';
import { Plus } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { Button } from '../ui/index.ts';
import { previewContext } from '../editor/preview/preview-scope.ts';
import { MappingTableRow } from './mapping-table-row.tsx';
import type { MappingEdit } from './map-settings.tsx';
import { addedRule, asKind } from './rule-edits.ts';

/** All target rows: those with a rule, and what the target schema asks for besides. */
export function MappingTable({ edit }: { readonly edit: MappingEdit }) {
  const { doc, form } = edit;
  const rows = useMemo(() => mappingRows(doc), [doc]);
  const shown = useDeferredValue(doc);
  const results = useMemo(
    () => evaluateRows(compileMapping(shown), form.preview.scope, previewContext),
    [shown, form.preview.scope],
  );
  const missing = rows.filter((row) => row.kind === 'unmapped' && row.required).length;
  return (
    <div className="@container">
      <div role="table" aria-label="Target fields" className="border-t border-line">
        {rows.map((row) => (
          <MappingTableRow key={row.path} row={row} edit={edit} result={results.get(row.path)} />
        ))}
        {rows.length === 0 ? (
          <p className="px-4 py-2 text-12 text-ink-3">
            No fields yet. Add the first one; for example “orderNumber” with the expression trigger.body.id.
          </p>
        ) : null}
      </div>
      {form.disabled ? null : (
        <div className="flex flex-wrap items-center gap-2 px-4 pt-2">
          <Button size="small" icon={Plus} onClick={() => edit.change(addedRule(doc, '').doc, '/+')}>
            Add a field
          </Button>
          {'for' in doc.root ? (
            <Button
              look="ghost"
              size="small"
              onClick={() => edit.change({ ...doc, root: asKind(doc.root, 'object', doc) as never }, '')}
            >
              Make one object
            </Button>
          ) : (
            <Button
              look="ghost"
              size="small"
              title="One result for each item of a list"
              onClick={() => edit.change({ ...doc, root: asKind(doc.root, 'loop', doc) as never }, '')}
            >
              Make a list
            </Button>
          )}
          {missing === 0 ? null : <span className="text-12 text-wait">{missing} required without a rule</span>}
        </div>
      )}
    </div>
  );
}
