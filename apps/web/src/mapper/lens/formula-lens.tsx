import './lens.css';
import {
  changeFunction,
  fillWithCall,
  formulaGraph,
  removeNode,
  rewire,
  unwrapNode,
  wrapNode,
} from '@patchbay/mapping/edit';
import type { FormulaGraph, GraphNode } from '@patchbay/mapping/edit';
import type { MappingRule } from '@patchbay/model/mapping';
import type { SchemaNode } from '@patchbay/model/schema';
import { useMemo, useState } from 'react';
import { useHost, useMapperData } from '../mapper-context.ts';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { useRuleTrace } from '../trace/use-rule-trace.ts';
import { ruleText } from '../rows/rule-text.ts';
import { shapeFacts, typeWord } from '../rows/type-words.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import type { PaneProps } from '../slots.tsx';
import { LensBox } from './lens-box.tsx';
import { LensEdges } from './lens-edges.tsx';
import { LensTools } from './lens-tools.tsx';
import { useLensActions } from './lens-actions.ts';
import { lensValues } from './lens-values.ts';
import { useRewiring } from './use-rewiring.ts';

/** The formula of the selected row as boxes: what goes into what, with the value of each on the sample. */
export function FormulaLens({ path }: PaneProps) {
  const { targetAt, targetNodes } = useMapperData();
  const node = path === null ? undefined : targetNodes[targetAt.get(path) ?? -1];
  if (path === null || node === undefined) {
    return (
      <div className="dotted-ground nothing-chosen h-full">
        <b>Formula as boxes</b>
        <p>The functions of the selected row stand here, with the value of each on the sample.</p>
      </div>
    );
  }
  const words = [
    node.shape === undefined
      ? undefined
      : node.shape.cardinality === 'many'
        ? listWords(node.shape)
        : typeWord(node.shape),
    node.shape?.required === true ? 'required' : undefined,
    ...shapeFacts(node.shape),
  ].filter((word) => word !== undefined && word !== '');
  return (
    <section aria-label="Formula as boxes" className="lens dotted-ground">
      <header>
        <span className="field" title={fieldName(path)}>
          {fieldName(path)}
        </span>
        <span className="truncate text-12 text-ink-2" title={words.join(' · ')}>
          {words.join(' · ')}
        </span>
      </header>
      {node.rule === undefined || !isFormula(node.rule) ? null : (
        <Boxes key={path} path={path} text={ruleText(node.rule)} />
      )}
    </section>
  );
}

/** `list of text`; of structures and of anything a `list`. */
function listWords(shape: SchemaNode): string {
  const items = typeWord(shape);
  return items === '' || items === 'object' ? 'list' : `list of ${items}`;
}

const isFormula = (rule: MappingRule): boolean => 'expr' in rule || 'lookup' in rule;

/** Space of the box of the target field, right of the formula's own. */
const targetGap = 40;
const targetWidth = 176;

const noChoice = {};

function Boxes({ path, text }: { readonly path: string; readonly text: string }) {
  const { mayEdit } = useHost();
  const graph = useMemo(() => formulaGraph(text), [text]);
  const { scope } = useRuleScope(path, '');
  const placed = useRuleTrace(text.includes('$') ? path : null, '', noChoice);
  const values = useMemo(() => lensValues(text, scope, placed), [text, scope, placed]);
  const [selected, setSelected] = useState<string | null>(null);
  const { put, name } = useLensActions(path);
  const canEdit = mayEdit && !graph.isBroken;
  const rewiring = useRewiring((slot, node) => put(rewire(text, slot, { node })));
  const chosen = graph.nodes.find(({ id }) => id === selected);
  const [root] = graph.nodes;
  return (
    <>
      <div className="boxes" onPointerDown={(event) => event.target === event.currentTarget && setSelected(null)}>
        <div style={{ width: graph.width + targetGap + targetWidth, height: graph.height, position: 'relative' }}>
          <LensEdges graph={graph} selected={selected} target={root === undefined ? undefined : targetX(graph)} />
          {graph.nodes.map((node) => (
            <LensBox
              key={node.id}
              node={node}
              values={values}
              selected={node.id === selected}
              editable={canEdit}
              rewiring={rewiring}
              onSelect={() => setSelected(node.id)}
              onConstant={(next) => put(rewire(text, node.id, { text: next }))}
              onCall={(slot, called) => put(fillWithCall(text, slot, called))}
              onFill={(slot, content) => put(rewire(text, slot, { text: content }))}
              onKey={(key) =>
                onKey(key, { node, graph, select: setSelected, remove: () => put(removeNode(text, node.id)) })
              }
            />
          ))}
          {root === undefined ? null : (
            <TargetBox path={path} root={root} graph={graph} words={values('')?.words ?? ''} />
          )}
        </div>
      </div>
      {chosen === undefined || !canEdit ? null : (
        <LensTools
          node={chosen}
          onChange={(called) => put(changeFunction(text, chosen.id, called))}
          onWrap={(called) => put(wrapNode(text, chosen.id, called))}
          onUnwrap={() => put(unwrapNode(text, chosen.id))}
          onRemove={() => put(removeNode(text, chosen.id))}
          onName={(given) => name(chosen.id, given)}
        />
      )}
    </>
  );
}

const targetX = (graph: FormulaGraph): number => graph.width - 12 + targetGap;

interface KeyPlace {
  readonly node: GraphNode;
  readonly graph: FormulaGraph;
  readonly select: (id: string) => void;
  readonly remove: () => void;
}

/** Arrows walk the formula: left into a box's first slot, right to what it goes into, up and down among its neighbours. */
function onKey(key: string, { node, graph, select, remove }: KeyPlace): boolean {
  const into = graph.edges.find(({ from }) => from === node.id)?.to;
  const inputs = graph.edges.filter(({ to }) => to === node.id).map(({ from }) => from);
  const beside = graph.edges.filter(({ to }) => to === into).map(({ from }) => from);
  const at = beside.indexOf(node.id);
  const next =
    key === 'ArrowLeft'
      ? inputs[0]
      : key === 'ArrowRight'
        ? into
        : key === 'ArrowUp'
          ? beside[at - 1]
          : key === 'ArrowDown'
            ? beside[at + 1]
            : undefined;
  if (next !== undefined) {
    select(next);
    document.getElementById(`lens-${next}`)?.focus();
    return true;
  }
  if (key === 'Delete' || key === 'Backspace') {
    remove();
    return true;
  }
  return false;
}

interface TargetBoxProps {
  readonly path: string;
  readonly root: GraphNode;
  readonly graph: FormulaGraph;
  readonly words: string;
}

function TargetBox({ path, root, graph, words }: TargetBoxProps) {
  return (
    <div className="box target" style={{ left: targetX(graph), top: root.y, width: targetWidth, height: 52 }}>
      <div className="head">
        <b className="truncate">{fieldName(path)}</b>
      </div>
      <div className="slot">
        <code className="truncate text-ink" title={words}>
          {words}
        </code>
      </div>
    </div>
  );
}
