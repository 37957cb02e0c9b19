import { sourceInWords } from '@patchbay/mapping';
import { Fragment } from 'react';
import { useMapper, useMapperData } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { goToSource } from '../canvas/go-to-source.ts';
import { onlyRoot, shortSource, sourcesOfRow } from './row-sources.ts';

const mostShown = 6;

/** What the rule reads; a press shows it on the canvas. */
export function SourcesCell({ node }: { readonly node: TargetNode }) {
  const mapper = useMapper();
  const { lines } = useMapperData();
  if (node.part !== '') return null;
  const sources = sourcesOfRow(lines, node.path);
  if (sources.length === 0) return null;
  const root = onlyRoot(lines);
  return (
    <code className="sources" title={sources.map(sourceInWords).join('\n')}>
      {sources.slice(0, mostShown).map((source, at) => (
        <Fragment key={source}>
          {at === 0 ? null : ', '}
          <button type="button" tabIndex={-1} onClick={() => goToSource(mapper, source)}>
            {shortSource(source, root)}
          </button>
        </Fragment>
      ))}
      {sources.length > mostShown ? ' …' : null}
    </code>
  );
}
