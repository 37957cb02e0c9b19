import { compileMapping, viewOf } from '@patchbay/mapping';
import type { FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { useDeferredValue, useMemo } from 'react';
import { ruleText, targetTree } from '../../mapper/index.ts';
import type { TargetNode } from '../../mapper/index.ts';
import { Fold, JsonView, Section, withPlaceWords } from '../../ui/index.ts';
import { useEditor } from '../editor-context.ts';
import type { NodeForm } from '../inspector/node-edit.ts';
import { previewContext } from '../preview/evaluate-safely.ts';
import { MappingMeter } from './mapping-meter.tsx';
import { MappingWays } from './mapping-ways.tsx';
import { useOpenMapping } from './use-open-mapping.ts';

type MapNode = Extract<FlowNode, { kind: 'map' }>;

/** What the map step makes, in short, and the ways into the mapper. */
export function MapSettings({ form }: { readonly form: NodeForm<MapNode> }) {
  const { node, problems } = form;
  return (
    <>
      <Section className="grid gap-2">
        <MappingMeter mapping={node.mapping} problems={problems} />
        <MappingWays place={{ nodeId: node.id }} />
      </Section>
      <Rules node={node} />
      <Fold title="Result" defaultOpen summary="on the data at hand">
        <Result form={form} />
      </Fold>
    </>
  );
}

/** Rows beyond these are a matter for the mapper. */
const mostRules = 40;
const nothingOpen: ReadonlySet<string> = new Set();

/** The rules as a list: to read, and to open the mapper at one of them. */
function Rules({ node }: { readonly node: MapNode }) {
  const { mapping } = node;
  const rules = useMemo(
    () =>
      targetTree(mapping, viewOf(mapping).target, nothingOpen).filter(
        (row) => row.part === '' && row.rule !== undefined && !('fields' in row.rule && !('for' in row.rule)),
      ),
    [mapping],
  );
  return (
    <Fold title="Rules" defaultOpen summary={`${rules.length}`}>
      {rules.length === 0 ? (
        <p className="text-12 text-ink-3">No rules yet. Open the mapper and draw the first line.</p>
      ) : (
        <ul className="-mx-2">
          {rules.slice(0, mostRules).map((row) => (
            <RuleLine key={row.key} nodeId={node.id} row={row} />
          ))}
        </ul>
      )}
      {rules.length > mostRules ? (
        <p className="pt-1 text-12 text-ink-3">And {rules.length - mostRules} more in the mapper.</p>
      ) : null}
    </Fold>
  );
}

function RuleLine({ nodeId, row }: { readonly nodeId: string; readonly row: TargetNode }) {
  const { store } = useEditor();
  const open = useOpenMapping();
  return (
    <li data-field={`mapping${row.path}`}>
      <button
        type="button"
        className="flex min-h-6 w-full items-baseline gap-3 rounded-1 px-2 text-left hover:bg-hover"
        onClick={() => {
          store.getState().goTo(nodeId, `mapping${row.path}`);
          open({ nodeId });
        }}
      >
        <span className="flex-none">{row.path.slice(1).replaceAll('/', '.')}</span>
        <code className="min-w-0 flex-1 truncate text-right text-ink-3">
          {row.rule === undefined ? '' : 'for' in row.rule ? `for each ${row.rule.for}` : ruleText(row.rule)}
        </code>
      </button>
    </li>
  );
}

/** What the whole mapping makes of the data at hand. */
function Result({ form }: { readonly form: NodeForm<MapNode> }) {
  const mapping = useDeferredValue(form.node.mapping);
  const { scope } = form.preview;
  const outcome = useMemo(() => compileMapping(mapping).run(scope, previewContext), [mapping, scope]);
  return (
    <div>
      {outcome.problems.length === 0 ? null : (
        <ul className="mb-2 grid gap-1 text-12 text-bad">
          {outcome.problems.slice(0, 5).map((problem, index) => (
            <li key={index} className="wrap-anywhere">
              {withPlaceWords(problem.message)}
            </li>
          ))}
        </ul>
      )}
      <div className="flex max-h-56 flex-col overflow-hidden rounded-1 border border-line">
        <JsonView value={outcome.output as Json} label="Result of the mapping" />
      </div>
    </div>
  );
}
