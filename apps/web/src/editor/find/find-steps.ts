// The steps of a flow that words are about.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { kindWords } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { nodeSummary } from '../node-summary.ts';

export interface FoundStep {
  readonly node: FlowNode;
  readonly summary: string;
}

export interface StepSearch {
  readonly doc: FlowDocument;
  readonly catalogue: Catalogue;
  readonly search: string;
  readonly most?: number;
}

/** Each word must stand in the label, the name, the kind or the summary. Labels come first, then their inner words. */
export function findSteps({ doc, catalogue, search, most = 50 }: StepSearch): FoundStep[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const first = words[0] ?? '';
  const ranked = doc.nodes.flatMap((node) => {
    const summary = nodeSummary(node, catalogue, doc.slots);
    const label = node.label.toLowerCase();
    const text = [label, node.name, kindWords[node.kind], summary].join(' ').toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    const rank = label.startsWith(first) ? 0 : label.includes(` ${first}`) ? 1 : 2;
    return [{ node, summary, rank }];
  });
  return ranked.toSorted((left, right) => left.rank - right.rank).slice(0, most);
}
