import type { SampleValues } from '../data/sample-values.ts';
import type { MapperSource } from '../mapper-host.ts';
import { many } from '../../ui/index.ts';
import { isShortcut } from '../../shortcuts/index.ts';
import { insertField, nowWritten, putInto } from '../formula/writing.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { rowHeights } from '../lines/canvas-link.ts';
import type { SourceNode } from '../rows/tree-node.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { sourceMenu } from '../rules/source-menu.ts';
import { EmptySource } from '../schemas/empty-panels.tsx';
import { sourceWords } from './row-words.ts';
import { PanelHead } from './panel-head.tsx';
import { useKeptFacts } from './row-facts.ts';
import type { SourceFacts } from './row-facts.ts';
import { SourceRow } from './source-row.tsx';
import { TreeView } from './tree-view.tsx';

interface SourcePanelProps {
  readonly rows: SideRows<SourceNode>;
  readonly values: SampleValues;
  /** Keys of what goes into the selected rule. */
  readonly feeding: ReadonlySet<string>;
}

export function SourcePanel({ rows, values, feeding }: SourcePanelProps) {
  const { sources, panels, sourceNodes, unused } = useMapperData();
  const keep = useKeptFacts<SourceFacts>();
  const density = useMapperState((state) => state.density);
  const mapper = useMapper();
  const fields = sourceNodes.filter((node) => isLeaf(node) && node.source < sources.length).length;
  const [only] = sources;
  return (
    <section className="mapper-panel source" aria-label="Source">
      <PanelHead side="source" rows={rows} {...headWords(sources, only, fields)} />
      <TreeView
        side="source"
        label="Source fields"
        rows={rows}
        rowHeight={rowHeights[density]}
        Row={SourceRow}
        factsOf={(node) =>
          keep({
            node,
            value: values.valueOf(node),
            isHit: feeding.has(node.key),
            isUnused: unused.has(node.key),
            source: panels.length > 1 ? panels[node.source] : undefined,
          })
        }
        wordsOf={sourceWords}
        onKey={(event, node) => {
          const written = nowWritten(mapper);
          if (isShortcut(event.nativeEvent, 'insertField')) insertField(mapper, node);
          else if (event.key !== 'Enter') return false;
          else if (written !== null) putInto(mapper, node, written);
          else mapper.store.getState().selectSource(node.key);
          return true;
        }}
        menu={(node) => sourceMenu(mapper, node)}
        empty={<EmptySource isEmpty={sourceNodes.length === 0} />}
      />
    </section>
  );
}

const headWords = (
  sources: readonly MapperSource[],
  only: MapperSource | undefined,
  fields: number,
): { title: string; detail: string } => {
  const count = `${many(fields)} ${fields === 1 ? 'field' : 'fields'}`;
  if (sources.length === 0) return { title: 'Source', detail: '' };
  if (sources.length !== 1 || only === undefined) return { title: 'Sources', detail: `${sources.length} · ${count}` };
  return { title: only.label, detail: only.detail === undefined ? count : `${only.detail} · ${count}` };
};
