import { setRuleMeta } from '@patchbay/mapping/edit';
import type { MappingDocument, RuleMeta } from '@patchbay/model/mapping';
import { useMemo } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { statusTitles } from './rule-meta-mark.tsx';

export interface MetaEdits {
  /** Of one rule or of several, in one step. */
  readonly setStatus: (paths: readonly string[], status: RuleMeta['status']) => void;
  readonly setWords: (paths: readonly string[], column: 'comment' | 'owner', text: string) => void;
}

export function useMetaEdits(): MetaEdits {
  const mapper = useMapper();
  return useMemo(() => metaEdits(mapper), [mapper]);
}

export function metaEdits(mapper: Mapper): MetaEdits {
  const change = (paths: readonly string[], meta: Partial<RuleMeta>, label: string): void => {
    let doc: MappingDocument = mapper.host().doc;
    for (const path of paths) doc = setRuleMeta(doc, path, meta).doc;
    mapper.edit(doc, { label });
  };
  return {
    setStatus: (paths, status) =>
      change(paths, { status }, `${whom(paths)}: ${status === undefined ? 'no status' : statusTitles[status]}`),
    setWords: (paths, column, text) =>
      change(paths, { [column]: text.trim() }, `Changed the ${column} of ${whom(paths)}`),
  };
}

const whom = (paths: readonly string[]): string =>
  paths.length === 1 ? fieldName(paths[0] ?? '') : `${paths.length} rules`;
