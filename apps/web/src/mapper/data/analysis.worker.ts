// Results and problems of a large mapping, beside the screen. What does not change from edit to edit is sent once.
import type { RowResult, Scope, ScopeTypes } from '@patchbay/mapping';
import { isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { analyse, noAnalysis } from './analysis.ts';
import type { Analysis } from './analysis.ts';

/** A part that is left out is as it was told before. */
export interface AnalysisQuestion {
  readonly id: number;
  readonly root: MappingDocument['root'];
  readonly besides?: Omit<MappingDocument, 'root'>;
  readonly types?: ScopeTypes;
  readonly scope?: { readonly value: Scope | undefined };
  readonly positions: Readonly<Record<string, number>>;
}

export type AnalysisAnswer = Analysis & { readonly id: number };

let besides: Omit<MappingDocument, 'root'> = { map: 1 };
let types: ScopeTypes = {};
let scope: Scope | undefined;

addEventListener('message', ({ data: question }: MessageEvent<AnalysisQuestion>) => {
  besides = question.besides ?? besides;
  types = question.types ?? types;
  if (question.scope !== undefined) scope = question.scope.value;
  const doc: MappingDocument = { ...besides, root: question.root };
  const found = safely(() => analyse({ doc, types, scope, positions: question.positions }));
  const answer: AnalysisAnswer = { id: question.id, ...found, results: slim(found.results, doc) };
  postMessage(answer);
});

/** A mistake of ours must not leave the screen waiting: it shows no results then. */
function safely(work: () => Analysis): Analysis {
  try {
    return work();
  } catch (error) {
    console.error(error);
    return noAnalysis;
  }
}

/** Rows of structures show no value of their own: what they hold would travel for nothing. */
function slim(results: Analysis['results'], doc: MappingDocument): ReadonlyMap<string, RowResult> {
  const kept = new Map<string, RowResult>();
  for (const [path, result] of results) {
    const isWhole = 'value' in result && typeof result.value === 'object' && result.value !== null;
    kept.set(path, isWhole && isStructureAt(doc, path) ? { ...result, value: null } : result);
  }
  return kept;
}

function isStructureAt(doc: MappingDocument, path: string): boolean {
  let rule: MappingRule | undefined = doc.root;
  for (const name of pathNames(path)) {
    if (rule === undefined || !isStructure(rule)) return false;
    rule = Object.hasOwn(rule.fields, name) ? rule.fields[name] : undefined;
  }
  return rule !== undefined && isStructure(rule);
}
