// Conditions and cases: when a rule writes its target, and which of several values it writes.
import { isStructure } from '@patchbay/model/mapping';
import type { FieldType, MappingDocument, MappingRule, SwitchRule } from '@patchbay/model/mapping';
import { refuse } from './edit.ts';
import type { EditResult, Refusal } from './edit.ts';
import { ruleAt, shownPath } from './rule-at.ts';
import { setRule } from './set-rule.ts';

/** “Only when”: a blank or undefined text takes the condition away. */
export function setCondition(doc: MappingDocument, path: string, text: string | undefined): EditResult {
  const rule = ruleAt(doc, path);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(path)}.`);
  if (text !== undefined && text.trim() !== '')
    return {
      doc: setRule(doc, path, { ...rule, when: text }),
      path,
      said: `${shownPath(path)} is written only when ${text}.`,
    };
  const { when: _none, ...rest } = rule;
  return { doc: setRule(doc, path, rest), path, said: `${shownPath(path)} is always written.` };
}

/** What a rule does when it has no value, or fails; undefined takes a part away. */
export function setPolicies(
  doc: MappingDocument,
  path: string,
  change: Partial<Pick<Exclude<MappingRule, { fields: unknown }>, 'onNull' | 'onError' | 'default'>>,
): EditResult {
  const rule = ruleAt(doc, path);
  if (rule === undefined || isStructure(rule)) return refuse(`${shownPath(path)} is no single value.`);
  const next = Object.fromEntries(Object.entries({ ...rule, ...change }).filter(([, value]) => value !== undefined));
  return {
    doc: setRule(doc, path, next as unknown as MappingRule),
    path,
    said: `Changed what ${shownPath(path)} does without a value.`,
  };
}

/** What a field of a mapping without a target schema must be; undefined: anything. */
export function setType(doc: MappingDocument, path: string, type: FieldType | undefined): EditResult {
  const rule = ruleAt(doc, path);
  if (rule === undefined || isStructure(rule)) return refuse(`${shownPath(path)} is no single value.`);
  const said =
    type === undefined ? `${shownPath(path)} may be anything.` : `${shownPath(path)} is ${fieldTypeWords[type]}.`;
  return { doc: setRule(doc, path, { ...rule, type }), path, said };
}

export const fieldTypeWords: Readonly<Record<FieldType, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  date: 'a date',
  'date-time': 'a date with its time',
  object: 'a structure',
  array: 'a list',
};

/** A note that stands in the document; blank takes it away. */
export function setNote(doc: MappingDocument, path: string, text: string): EditResult {
  const rule = ruleAt(doc, path);
  if (rule === undefined) return refuse(`There is no rule at ${shownPath(path)}.`);
  if (text.trim() !== '')
    return { doc: setRule(doc, path, { ...rule, note: text }), path, said: `Noted at ${shownPath(path)}.` };
  const { note: _none, ...rest } = rule;
  return { doc: setRule(doc, path, rest), path, said: `Removed the note of ${shownPath(path)}.` };
}

export type SwitchCase = SwitchRule['switch'][number];

const switchAt = (doc: MappingDocument, path: string): SwitchRule | undefined => {
  const rule = ruleAt(doc, path);
  return rule !== undefined && 'switch' in rule ? rule : undefined;
};

const noCases = (path: string): Refusal => refuse(`${shownPath(path)} has no such case.`);

/** One more case, at a position or after the others. */
export function addCase(
  doc: MappingDocument,
  path: string,
  { at, ...given }: Partial<SwitchCase> & { at?: number } = {},
): EditResult {
  const rule = switchAt(doc, path);
  if (rule === undefined) return noCases(path);
  const position = Math.min(Math.max(at ?? rule.switch.length, 0), rule.switch.length);
  const added: SwitchCase = { when: '', then: '', ...given };
  const cases = rule.switch.toSpliced(position, 0, added);
  return {
    doc: setRule(doc, path, { ...rule, switch: cases }),
    path,
    said: `Added case ${position + 1} of ${shownPath(path)}.`,
  };
}

export function setCase(
  doc: MappingDocument,
  path: string,
  { at, ...change }: Partial<SwitchCase> & { at: number },
): EditResult {
  const rule = switchAt(doc, path);
  const old = rule?.switch[at];
  if (rule === undefined || old === undefined) return noCases(path);
  const next = Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined),
  ) as SwitchCase;
  return {
    doc: setRule(doc, path, { ...rule, switch: rule.switch.with(at, next) }),
    path,
    said: `Changed case ${at + 1} of ${shownPath(path)}.`,
  };
}

/** Cases are tried in order. */
export function moveCase(doc: MappingDocument, path: string, { at, by }: { at: number; by: number }): EditResult {
  const rule = switchAt(doc, path);
  const moved = rule?.switch[at];
  if (rule === undefined || moved === undefined) return noCases(path);
  const to = Math.min(Math.max(at + Math.trunc(by), 0), rule.switch.length - 1);
  const cases = rule.switch.toSpliced(at, 1).toSpliced(to, 0, moved);
  return {
    doc: setRule(doc, path, { ...rule, switch: cases }),
    path,
    said: `Case ${at + 1} of ${shownPath(path)} is case ${to + 1} now.`,
  };
}

/** The last case leaves its value as the rule's only one. */
export function removeCase(doc: MappingDocument, path: string, at: number): EditResult {
  const rule = switchAt(doc, path);
  const old = rule?.switch[at];
  if (rule === undefined || old === undefined) return noCases(path);
  const said = `Removed case ${at + 1} of ${shownPath(path)}.`;
  if (rule.switch.length > 1)
    return { doc: setRule(doc, path, { ...rule, switch: rule.switch.toSpliced(at, 1) }), path, said };
  const { switch: _cases, otherwise, ...rest } = rule;
  return { doc: setRule(doc, path, { ...rest, expr: otherwise ?? old.then }), path, said };
}

/** The value when no case holds; blank or undefined: none. */
export function setOtherwise(doc: MappingDocument, path: string, text: string | undefined): EditResult {
  const rule = switchAt(doc, path);
  if (rule === undefined) return noCases(path);
  const { otherwise: _none, ...rest } = rule;
  const next = text === undefined || text.trim() === '' ? rest : { ...rest, otherwise: text };
  return { doc: setRule(doc, path, next), path, said: `Changed what ${shownPath(path)} is otherwise.` };
}
