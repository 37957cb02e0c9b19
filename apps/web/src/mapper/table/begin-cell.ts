// What a press of Enter, a double click or a typed letter begins in a cell.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import { goToSource } from '../canvas/go-to-source.ts';
import type { Mapper } from '../mapper-context.ts';
import { editedPart } from '../rows/edited-part.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { refuse } from '../rules/refuse.ts';
import { openTrace } from '../trace/open-trace.ts';
import { sourcesOfRow } from './row-sources.ts';
import type { CellEdit } from './sheet-context.ts';

export function beginCell(mapper: Mapper, setEditing: (edit: CellEdit) => void, edit: CellEdit): void {
  const { targetNodes, targetAt } = mapper.data();
  const node = targetNodes[targetAt.get(edit.key) ?? -1];
  if (node === undefined) return;
  switch (edit.column) {
    case 'rule':
      if (mapper.host().mayEdit) beginRule(mapper, node, edit.seed);
      return;
    case 'status':
    case 'comment':
    case 'owner':
      if (!mapper.host().mayEdit) return;
      if (node.part === '') setEditing(edit);
      else mapper.store.getState().say('Status, comment and owner belong to the whole rule.');
      return;
    case 'sample':
      openTrace(mapper, node);
      return;
    case 'sources':
      goToFirstSource(mapper, node);
      return;
    case 'target':
      showOnCanvas(mapper, node);
      return;
    case 'type':
      return;
  }
}

function beginRule(mapper: Mapper, node: TargetNode, seed: string | undefined): void {
  const { store } = mapper;
  const { rule, part, path } = node;
  if (node.isCovered) {
    refuse(
      mapper,
      'A rule above makes this value as a whole. Change that one, or make it a structure of fields first.',
    );
    return;
  }
  const isWhole = part === '' && rule !== undefined && (isStructure(rule) || 'switch' in rule);
  store.getState().select([path]);
  store.getState().setCursor('target', node.key);
  if (!isWhole) store.getState().startEditing(path, editedPart(node), seed === '=' ? '' : seed);
  else if (seed === undefined) store.getState().show({ panel: { kind: isLoop(rule) ? 'loop' : 'details', path } });
}

function goToFirstSource(mapper: Mapper, node: TargetNode): void {
  const [source] = sourcesOfRow(mapper.data().lines, node.path);
  if (source === undefined) mapper.store.getState().say('This rule reads no source.');
  else goToSource(mapper, source);
}

export function showOnCanvas({ store }: Mapper, node: Pick<TargetNode, 'path' | 'key'>): void {
  store.getState().select([node.path]);
  store.getState().show({ view: 'canvas', reveal: { side: 'target', key: node.key, focus: true } });
}
