import type { MappingView } from '@patchbay/mapping';
import { partText, ruleAt, setPartText } from '@patchbay/mapping/edit';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';

export interface TextFix {
  readonly title: string;
  readonly text: string;
}

export const firstFix = (problem: Diagnostic): TextFix | undefined => problem.fix;

/** The document with the fix made; undefined when what it was meant for is gone. */
export function fixed({ doc }: MappingView, problem: Diagnostic, fix: TextFix): MappingDocument | undefined {
  const [path = '', part = ''] = (problem.at.field ?? '').replace(/^mapping/, '').split('#');
  const rule = ruleAt(doc, path);
  const text = rule === undefined ? undefined : partText(rule, part);
  if (text === undefined) return undefined;
  const { start = 0, end = text.length } = problem.at;
  return setPartText(doc, path, { part, text: text.slice(0, start) + fix.text + text.slice(end) });
}
