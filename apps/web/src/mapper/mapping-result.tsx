import { compileMapping } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';
import { useDeferredValue, useMemo } from 'react';
import { JsonView } from '../ui/index.ts';
import { previewContext } from '../editor/preview/preview-scope.ts';
import type { MappingEdit } from './map-settings.tsx';

/** What the whole mapping makes of the data at hand. */
export function MappingResult({ edit }: { readonly edit: MappingEdit }) {
  const doc = useDeferredValue(edit.doc);
  const outcome = useMemo(
    () => compileMapping(doc).run(edit.form.preview.scope, previewContext),
    [doc, edit.form.preview.scope],
  );
  return (
    <div>
      {outcome.problems.length === 0 ? null : (
        <ul className="mb-2 grid gap-1 text-12 text-bad">
          {outcome.problems.slice(0, 5).map((problem, index) => (
            <li key={index} className="wrap-anywhere">
              {problem.message}
            </li>
          ))}
        </ul>
      )}
      <div className="h-56 overflow-hidden rounded-1 border border-line">
        <JsonView value={outcome.output as Json} label="Result of the mapping" className="h-full" />
      </div>
    </div>
  );
}
