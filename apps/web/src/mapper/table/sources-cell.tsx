import { Fragment } from 'react';
import { useMapper, useMapperData } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { goToSource } from './begin-cell.ts';
import { sourcesOfRow, sourceWords } from './row-sources.ts';

const mostShown = 6;

/** What the rule reads; a press shows it on the canvas. */
export function SourcesCell({ node }: { readonly node: TargetNode }) {
  const mapper = useMapper();
  const { lines } = useMapperData();
  if (node.part !== '') return null;
  const sources = sourcesOfRow(lines, node.path);
  if (sources.length === 0) return null;
  return (
    <code className="sources" title={sources.map(sourceWords).join('\n')}>
      {sources.slice(0, mostShown).map((source, at) => (
        <Fragment key={source}>
          {at === 0 ? null : ', '}
          <button type="button" tabIndex={-1} onClick={() => goToSource(mapper, source)}>
            {sourceWords(source)}
          </button>
        </Fragment>
      ))}
      {sources.length > mostShown ? ' …' : null}
    </code>
  );
}
